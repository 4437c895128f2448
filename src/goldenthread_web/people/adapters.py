"""How this site differs from the sign-in library's ways: no sign-up, mail in the background, everything written down."""

from __future__ import annotations

import base64
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from goldenthread_web.people.happenings import Happening, tell
from goldenthread_web.people.models import Person
from goldenthread_web.people.tasks import send_link, send_notice
from goldenthread_web.people.where import client_address

NOWHERE = "0.0.0.0"  # noqa: S104  (an address to count under, not to listen on)


def display(person: Person) -> str:
    """How a person is called on the pages of the library."""
    return person.name


class AccountAdapter(DefaultAccountAdapter):
    """Signing in with a password."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is not right. Check both, or choose a new password.",
        "too_many_login_attempts": "Too many failed attempts. Wait 15 minutes, or choose a new password.",
        "incorrect_password": "That is not your password. Try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up; an administrator adds people."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the rest of the site sees it."""
        return client_address(request) or NOWHERE

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the attempt, and write down that somebody is locked out."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _tell_failure(request, Happening.SIGN_IN_LOCKED, credentials)
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down a failure; an address that is nobody's is not kept, for it may be a mistyped password."""
        _tell_failure(request, Happening.SIGN_IN_FAILED, credentials)

    def respond_user_inactive(self, request: HttpRequest, user: Person) -> HttpResponse:
        """Somebody whose account is closed."""
        tell(
            actor=user,
            happening=Happening.SIGN_IN_FAILED,
            what=f"person:{user.pk}",
            reason="account closed",
            request=request,
        )
        return redirect("account_inactive")

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """The link is made and sent in the background: the page takes as long for anybody, and keeps no secret."""
        tell(actor=None, happening=Happening.PASSWORD_RESET_ASKED, what=f"person:{user.pk}", request=self.request)
        if user.is_active:
            send_link.enqueue(person=user.pk, site=self.request.build_absolute_uri("/"), invitation=False)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person by mail, in the background, that their password or second factor changed."""
        del context, email
        send_notice.enqueue(
            person=user.pk, kind=template_prefix.rsplit("/", 1)[-1], site=self.request.build_absolute_uri("/")
        )

    def set_password(self, user: Any, password: str) -> None:
        """Set and write down."""
        super().set_password(user, password)
        asking = cast(Any, self.request).user
        actor = asking if asking.is_authenticated else user
        tell(actor=actor, happening=Happening.PASSWORD_CHANGED, what=f"person:{user.pk}", request=self.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, their secrets kept encrypted."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Wait for the next one in your app, or use a recovery code.",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt with the key of the site."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Read with the key of the site, or with a former one."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Signing in through the council's directory."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody signs themselves up."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join what the directory says to a person whom an administrator entered, or turn them away."""
        if sociallogin.is_existing:
            return
        person = _person_of(sociallogin)
        if person is None:
            tell(
                actor=None,
                happening=Happening.SIGN_IN_FAILED,
                what="directory",
                reason="not entered here",
                request=request,
            )
            raise ImmediateHttpResponse(redirect("people:not_entered"))
        sociallogin.connect(request, person)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Write down that the directory did not let somebody in."""
        tell(
            actor=None,
            happening=Happening.SIGN_IN_FAILED,
            what="directory",
            reason=str(error or "refused"),
            request=request,
        )


def _person_of(sociallogin: SocialLogin) -> Person | None:
    """The person with an address that the directory vouches for."""
    trusted = settings.GOLDENTHREAD_DIRECTORY_VERIFIED
    vouched = [one.email for one in sociallogin.email_addresses if one.verified or trusted]
    found = [Person.objects.filter(email__iexact=email, is_active=True).first() for email in vouched]
    return next((one for one in found if one is not None), None)


def _tell_failure(request: HttpRequest, happening: Happening, credentials: dict[str, Any]) -> None:
    person = Person.objects.filter(email__iexact=str(credentials.get("email", ""))).first()
    what = f"person:{person.pk}" if person else "an address nobody has"
    tell(actor=None, happening=happening, what=what, request=request)


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(_key(str(secret))) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"goldenthread second factor").derive(secret.encode())
    return base64.urlsafe_b64encode(made)
