"""The second factor: an app's codes, recovery codes, a security key, and who must have one."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from hashlib import sha256

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from fido2 import cbor
from fido2.cose import ES256
from tests.web.people.conftest import PASSWORD

from goldenthread_web.activity.models import Event
from goldenthread_web.people.models import Person

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(person: Person) -> Client:
    client = Client()
    client.post("/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def confirmed(client: Client) -> Client:
    """The library asks for the password again before anything about a second factor is changed."""
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    return client


def add_app(client: Client) -> str:
    confirmed(client)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.status_code == 200, answer.headers
    page = answer.content.decode()
    found = re.search(r'class="gt-secret">([A-Z2-7]+)<', page)
    assert found is not None
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(found.group(1))})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    return found.group(1)


def test_an_app_is_added_and_asked_for(ana: Person) -> None:
    secret = add_app(sign_in(ana))
    kept = Authenticator.objects.get(user=ana, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in kept, "the secret is encrypted in the database"
    again = sign_in(ana)
    assert again.get(reverse("people:account")).status_code == 302, "the password alone does not do"
    wrong = again.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "That code is not right" in wrong.content.decode()
    cache.clear()  # a code is taken once; this one was used to add the app
    assert again.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 302
    assert again.get(reverse("people:account")).status_code == 200
    said = list(Event.objects.order_by("sequence").values_list("verb", "reason"))
    assert ("added a second factor", "") in said
    assert ("failed to sign in", "second factor") in said
    assert Event.objects.first().details == {"by": "password, mfa"}


def test_a_recovery_code_lets_in_once(ana: Person) -> None:
    client = sign_in(ana)
    add_app(client)
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    code = re.findall(r'class="gt-secret">([0-9a-z-]+)<', page)[0]
    assert code in client.get(reverse("mfa_download_recovery_codes")).content.decode()
    first, second = sign_in(ana), sign_in(ana)
    assert first.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert second.post(reverse("mfa_authenticate"), {"code": code}).status_code == 200


def test_removing_the_last_factor_asks_for_another(ana: Person, settings: object) -> None:
    settings.GOLDENTHREAD_SECOND_FACTOR = "sensitive"
    client = sign_in(ana)
    add_app(client)
    assert client.get(reverse("people:who_may")).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert client.get(reverse("people:who_may"))["Location"] == reverse("mfa_index")
    assert Event.objects.filter(verb="removed a second factor").exists()


@pytest.mark.parametrize(
    ("who", "key", "asked"),
    [
        ("sensitive", "analyst", True),
        ("sensitive", "manager", True),
        ("sensitive", "administrator", True),
        ("sensitive", "governance", True),
        ("sensitive", "commissioner", False),
        ("sensitive", "councillor", False),
        ("everybody", "councillor", True),
        ("nobody", "administrator", False),
    ],
)
def test_who_must_have_a_second_factor(
    client_of: Callable[[str], Client], settings: object, who: str, key: str, asked: bool
) -> None:
    settings.GOLDENTHREAD_SECOND_FACTOR = who
    client = client_of(key)
    answer = client.get(reverse("people:who_may"))
    assert (answer.status_code, answer.get("Location")) == ((302, reverse("mfa_index")) if asked else (200, None))
    # The account, the second factor itself and leaving stay open to all.
    for name in ("people:account", "mfa_index", "account_logout"):
        assert client.get(reverse(name)).status_code == 200
    assert ("Add a second factor to go on" in client.get(reverse("mfa_index")).content.decode()) is asked


class Key:
    """A security key made of software: what a browser would send for it."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = sha256(b"made-up key").digest()

    def registers(self, options: dict[str, object]) -> dict[str, object]:
        cose = ES256.from_cryptography_key(self.private.public_key())
        attested = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + cbor.encode(dict(cose))
        data = self._data(options, flags=0x45) + attested
        said = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._sent(
            {"attestationObject": b64(said), "clientDataJSON": b64(self._client("webauthn.create", options))}
        )

    def signs(self, options: dict[str, object]) -> dict[str, object]:
        data, client = self._data(options, flags=0x05), self._client("webauthn.get", options)
        signature = self.private.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._sent({"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signature)})

    def _sent(self, response: dict[str, str]) -> dict[str, object]:
        return {
            "type": "public-key",
            "id": b64(self.id),
            "rawId": b64(self.id),
            "response": response,
            "clientExtensionResults": {},
        }

    def _data(self, _options: dict[str, object], *, flags: int) -> bytes:
        return sha256(b"testserver").digest() + bytes([flags]) + (1).to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, object]) -> bytes:
        challenge = options["publicKey"]["challenge"]  # type: ignore[index]
        return json.dumps({"type": kind, "challenge": challenge, "origin": "https://testserver"}).encode()


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def told(page: str) -> dict[str, dict[str, object]]:
    found = re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    answer: dict[str, dict[str, object]] = json.loads(found.group(1))
    return answer


def test_a_security_key_is_added_used_named_and_removed(ana: Person) -> None:
    client, key = confirmed(sign_in(ana)), Key()
    options = told(client.get(reverse("mfa_add_webauthn")).content.decode())["creation_options"]
    answer = client.post(
        reverse("mfa_add_webauthn"), {"name": "Blue key", "credential": json.dumps(key.registers(options))}
    )
    assert answer.status_code == 302, answer.content.decode()
    again = sign_in(ana)
    options = told(again.get(reverse("mfa_authenticate")).content.decode())["request_options"]
    forged = Key().signs(options)
    assert again.post(reverse("mfa_authenticate"), {"credential": json.dumps(forged)}).status_code == 200
    options = told(again.get(reverse("mfa_authenticate")).content.decode())["request_options"]
    assert again.post(reverse("mfa_authenticate"), {"credential": json.dumps(key.signs(options))}).status_code == 302
    assert again.get(reverse("people:account")).status_code == 200
    confirmed(again)
    held = Authenticator.objects.get(user=ana, type=Authenticator.Type.WEBAUTHN)
    assert again.post(reverse("mfa_edit_webauthn", args=[held.pk]), {"name": "Red key"}).status_code == 302
    assert "Red key" in again.get(reverse("mfa_list_webauthn")).content.decode()
    assert again.get(reverse("mfa_remove_webauthn", args=[held.pk])).status_code == 200
    assert again.post(reverse("mfa_remove_webauthn", args=[held.pk])).status_code == 302
    assert not Authenticator.objects.filter(pk=held.pk).exists()


def test_nobody_touches_another_persons_key(ana: Person, client_of: Callable[[str], Client]) -> None:
    add_app(sign_in(ana))
    held = Authenticator.objects.create(
        user=ana, type=Authenticator.Type.WEBAUTHN, data={"name": "x", "credential": {}}
    )
    other = client_of("head")
    assert other.post(reverse("mfa_edit_webauthn", args=[held.pk]), {"name": "mine"}).status_code in {302, 404}
    assert Authenticator.objects.get(pk=held.pk).data["name"] == "x"


def test_adding_a_factor_long_after_signing_in_asks_who_it_is(ana: Person) -> None:
    client = confirmed(sign_in(ana))
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    session = client.session
    session["account_authentication_methods"] = [{**one, "at": 0} for one in session["account_authentication_methods"]]
    session.save()
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "not it at all"})
    assert "That is not your password" in wrong.content.decode()
    assert client.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_a_lost_factor_is_removed_by_command_with_a_reason(ana: Person) -> None:
    add_app(sign_in(ana))
    call_command("remove_second_factor", ana.email, reason="telephone lost, seen in person")
    assert sign_in(ana).get(reverse("people:account")).status_code == 200
    written = Event.objects.filter(verb="removed a second factor").get()
    assert (written.actor_words, written.reason) == ("The site itself", "telephone lost, seen in person")
    with pytest.raises(CommandError, match="no second factor"):
        call_command("remove_second_factor", ana.email, reason="again")
    with pytest.raises(CommandError, match="Nobody here"):
        call_command("remove_second_factor", "x@example.org", reason="again")
