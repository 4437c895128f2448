"""The addresses of signing in: those of the library that this site uses. There is no signing up."""

from __future__ import annotations

from typing import NoReturn

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as directory
from allauth.usersessions import views as sessions
from django.http import Http404, HttpRequest
from django.urls import include, path, re_path


def not_here(_request: HttpRequest) -> NoReturn:
    """Pages that the library names and this site does not have: signing up, and changing one's own address."""
    raise Http404


urlpatterns = [
    path("", account.login, name="account_login"),
    path("out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/chosen/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("second/", mfa.index, name="mfa_index"),
    path("second/code/", mfa.authenticate, name="mfa_authenticate"),
    path("second/again/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("second/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("second/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("second/keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second/keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("second/keys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second/keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("second/keys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("devices/", sessions.list_usersessions, name="usersessions_list"),
    path("directory/cancelled/", directory.login_cancelled, name="socialaccount_login_cancelled"),
    path("directory/failed/", directory.login_error, name="socialaccount_login_error"),
    path("directory/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("not-here/sign-up/", not_here, name="account_signup"),
    path("not-here/address/", not_here, name="account_email"),
    path("not-here/address-sent/", not_here, name="account_email_verification_sent"),
    path("not-here/connections/", not_here, name="socialaccount_connections"),
    path("not-here/directory-sign-up/", not_here, name="socialaccount_signup"),
]
