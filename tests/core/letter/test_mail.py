"""The e-mail that carries a letter."""

import pytest

from betalt.core.letter.compose import compose
from betalt.core.letter.kinds import LetterKind
from betalt.core.letter.mail import NotByMail, compose_mail
from tests.core.letter.cases import letter


def test_a_reminders_mail_says_what_the_letter_says_and_points_to_its_table():
    mail = compose_mail(compose(letter(LetterKind.REMINDER)))

    text = mail.text.replace("\u00a0", " ")
    assert mail.subject == "Påminnelse: faktura 10428"
    assert mail.pdf_name == "paminnelse-4711.pdf"
    assert text.startswith("Hej,\n\nBetala 12 490,58 kr senast måndag 28 september 2026.\n\n")
    assert "Hur beloppet är räknat, med grunden för varje del, står i det bifogade brevet." in text
    assert text.endswith("Björkhaga Rör & Värme AB, org.nr 559999-0164\n")


def test_a_note_greets_once():
    text = compose_mail(compose(letter(LetterKind.NOTE, language="en"))).text

    assert text.startswith("Hello Anna Ågren,\n\n")
    assert text.count("Hello") == 1


@pytest.mark.parametrize("kind", [LetterKind.DEMAND, LetterKind.FINAL_NOTICE])
def test_ink_7_a_demand_has_no_mail(kind):
    with pytest.raises(NotByMail):
        compose_mail(compose(letter(kind)))


def test_a_file_name_holds_nothing_but_letters_digits_and_hyphens():
    mail = compose_mail(compose(letter(LetterKind.THANKS, case="4711, 4712 …/../x")))

    assert mail.pdf_name == "tack-4711-4712-x.pdf"
