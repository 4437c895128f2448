"""Passwords that are refused although they are long: well-known ones dressed up, and words of this place."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from goldenthread_web.people.models import Person

# What people write for a letter in the belief that nobody guesses it.
DISGUISES = str.maketrans("0134578@$!|+", "oleastbasilt")
PLACE_WORDS = frozenset(
    {"password", "goldenthread", "council", "children", "childrens", "socialwork", "safeguarding", "ofsted"}
)
LEAST_LEFT = 8


def core(password: str) -> str:
    """A password without disguise: small letters, with what surrounds the word taken off."""
    bare = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password.casefold())
    return re.sub(r"[\W_]+", "", bare.translate(DISGUISES))


class NotAVariationValidator:
    """Refuses a well-known password with digits round it, with signs for letters, or said twice."""

    def __init__(self) -> None:
        self.known = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise when what is left without the disguise is well known, or hardly anything."""
        del user
        left = core(password)
        half = left[: len(left) // 2]
        if left in self.known or (half and half * 2 == left and half in self.known) or len(set(password)) < 5:
            raise ValidationError(
                "This is a well-known password with something added, which is among the first that are tried. "
                "Three words that have nothing to do with each other are easier to remember and harder to guess.",
                code="password_variation",
            )

    def get_help_text(self) -> str:
        """What is asked."""
        return "Not a well-known password with digits or signs added."


class NotOfThisPlaceValidator:
    """Refuses a password that is little more than a word of the service, the council or the site."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise when fewer than eight characters are left once the words of this place are taken out."""
        words = set(PLACE_WORDS)
        about = [settings.GOLDENTHREAD_SERVICE, settings.GOLDENTHREAD_COUNCIL]
        about += [user.name, user.email] if user else []
        words |= {word for text in about for word in re.split(r"\W+", text.casefold()) if len(word) > 3}
        left = re.sub(r"[\W\d_]+", "", password.casefold().translate(DISGUISES))
        found = [word for word in sorted(words, key=len, reverse=True) if word in left]
        for word in found:
            left = left.replace(word, "")
        if found and len(left) < LEAST_LEFT:
            raise ValidationError(
                "This is little more than your name, the council's or the service's. Choose words that have nothing to do with them.",
                code="password_of_this_place",
            )

    def get_help_text(self) -> str:
        """What is asked."""
        return "Not your name, the council's or the service's."
