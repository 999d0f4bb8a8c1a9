"""Scenes of the house: companies, users, ladders, long work, what is saved of lists, backups, keys and erasure."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from betalt.adapters.backup import archive
from betalt.adapters.backup.errors import BackupError
from betalt.core.access import Role
from betalt.core.process.procedure import CONSUMER, Kind
from betalt.flows import invite as invitations
from betalt.flows import retention
from betalt.flows.audit import Seen, note_views
from betalt.flows.backup import take_backup
from betalt.flows.day import creditors
from betalt.flows.demo_company import NoDemo, open_demo, remove_demo
from betalt.flows.first_run import answer_step, begin_company
from betalt.flows.invite import InvitationUnclear, Offer, accept_invitation, invite, withdraw_invitation
from betalt.flows.ladder import LadderUnclear, call_off, drop_draft, save_ladder, start_ladders, switch_on
from betalt.flows.logo import change_logo
from betalt.flows.long_work import (
    Chunk,
    Going,
    WorkKind,
    do_chunk,
    start_work,
    take_up_work,
    tell_progress,
)
from betalt.flows.restore import restore_backup
from betalt.flows.resume import NotSilent, resume_letters
from betalt.flows.rotate import rotate_key
from betalt.flows.saved_views import forget_view, save_view
from betalt.flows.setup import NewCreditor, change_choices, change_company, set_up_creditor
from betalt.flows.time_machine import start_time_machine
from betalt.flows.user_mail import MailNotSent
from betalt.flows.users import (
    UserUnclear,
    add_user,
    change_account,
    give_place,
    keep_user,
    mark_confirmed,
    set_password,
    take_place,
)
from betalt.flows.work_kinds import WORK_KINDS
from betalt.records import models as m
from betalt.records import sealing, snapshot
from betalt.records.reseal import marks_in_use
from tests.faults.scenes.scene import (
    MAIL_ADDRESS,
    NOTE_ON,
    RECEIVED_ON,
    Act,
    Scene,
    after,
    composed,
    owned,
    person,
    received,
)
from tests.fuzz.documents import DOT
from tests.office import ASA, BO, OWNER, Office

PASSPHRASE = "sju sjösjuka sjömän"
AT = datetime(2026, 2, 17, 9, tzinfo=UTC)
GUEST = "ulla@byran.example"
FAR_ON = date(2034, 6, 1)  # when books of 2026 are kept no longer
TOLD = NewCreditor(
    name="Göta Rör och Värme AB", org_no="559999-8001", address=("Rörgatan 6", "417 05 Göteborg"),
    bankgiro="5050-1055", email="faktura@gotaror.example", phone="031-390 06 21", signer="Karin Lindgren",
)  # fmt: skip
NEW = replace(TOLD, name="Nya Rör AB")
SLOWER = replace(
    CONSUMER,
    steps=tuple(replace(x, delay_days=20) if x.kind is Kind.REMINDER else x for x in CONSUMER.steps),
)


def _owner() -> int:
    return int(m.User.objects.get(email=MAIL_ADDRESS).pk)


def _guest() -> int:
    return int(m.User.objects.get(email=GUEST).pk)


def _add_guest(office: Office) -> object:
    return add_user(email=GUEST, name="Ulla")


def _give_place(office: Office) -> object:
    return give_place(creditor=office.creditor, user=_guest(), role=Role.CASE_WORKER, on=NOTE_ON, actor=OWNER)


def _invite(office: Office) -> object:
    offer = Offer(email=GUEST, role=Role.APPROVER, by=_owner(), by_name=OWNER)
    return invite(
        creditor=office.creditor, offer=offer, at=AT, outlet=office.outlet, address="https://betalt.example",
        language="sv", role_name="attestant",
    )  # fmt: skip


def _accept(office: Office) -> object:
    """Take the place that the mail offers: the link's secret stands in the mail alone, and here in a file."""
    token = (office.outlet.bundles / "link").read_text()
    return accept_invitation(token=token, user=_guest(), at=AT, on=NOTE_ON)


def _invited_by_link(office: Office) -> None:
    """Offer a place whose secret is known, as it is to the reader of the mail."""
    token, drawn = "x" * 43, invitations.secrets.token_urlsafe
    invitations.secrets.token_urlsafe = lambda size: token
    _invite(office)
    invitations.secrets.token_urlsafe = drawn
    (office.outlet.bundles / "link").write_text(token)


def _change_account(office: Office) -> object:
    return change_account(act=lambda: m.User.objects.filter(email=GUEST).update(name="Ulla Ek"))


def _keep_user(office: Office) -> object:
    user = m.User.objects.get(email=GUEST)
    user.language = "en"
    return keep_user(user=user)


def _save_ladder(office: Office) -> object:
    return save_ladder(creditor=office.creditor, ladder=SLOWER, seen=1, on=RECEIVED_ON, actor=OWNER)


def _draft(office: Office) -> int:
    return int(office.rows(m.Procedure, kind="consumer")[-1].id)


def _switch_on(starts_on: date) -> Act:
    return lambda office: switch_on(
        creditor=office.creditor, procedure=_draft(office), starts_on=starts_on, for_all=True, on=RECEIVED_ON,
        actor=OWNER,
    )  # fmt: skip


def _start_ladders(on: date) -> Act:
    return lambda office: start_ladders(creditors=[office.creditor], on=on)


def _start_export(office: Office) -> object:
    return start_work(
        creditor=office.creditor, kind="export", on=NOTE_ON, asked_by=OWNER,
        arguments={"what": "cases", "form": "csv"},
    )  # fmt: skip


def _start_machine(office: Office) -> object:
    return start_time_machine(creditor=office.creditor, ladder=SLOWER, on=NOTE_ON, asked_by=OWNER, days=30)


def _count_alone(going: Going) -> Chunk:
    """Do work that opens its own transactions and may be done twice."""
    for number in (1, 2):
        tell_progress(going=going, done=number, total=2)
    return Chunk(done=2, total=2, result={"counted": 2})


KINDS = {**WORK_KINDS, "count": WorkKind(chunk=_count_alone, alone=True)}


def _start_count(office: Office) -> object:
    return start_work(creditor=office.creditor, kind="count", on=NOTE_ON, asked_by=OWNER)


def _do_work(office: Office) -> object:
    work = office.rows(m.LongWork)[-1].id
    while do_chunk(creditor=office.creditor, work=work, kinds=KINDS, on=NOTE_ON):
        pass
    return work


def _lose_the_queue(office: Office) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def _view(office: Office) -> object:
    return save_view(creditor=office.creditor, user=_owner(), name="Tvistiga", query="hold=dispute")


def _file(office: Office) -> Path:
    return office.outlet.bundles / "day.betalt"


def _take_backup(office: Office) -> object:
    if not _file(office).exists():
        return take_backup(to=_file(office), passphrase=PASSPHRASE, with_sealing_key=True, at=AT)
    with _file(office).open("rb") as file:  # it is there whole
        return archive.check(file, passphrase=PASSPHRASE)


def _emptied(office: Office) -> None:
    """Lose every row, with a backup of them at hand."""
    composed(office)
    _take_backup(office)
    with connections["owner"].cursor() as cursor:
        tables = ", ".join(shape.name for shape in snapshot.shapes(cursor))
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    connections["owner"].close()


def _restore(office: Office) -> object:
    return restore_backup(file=_file(office), passphrase=PASSPHRASE, on=NOTE_ON)


def _silent(office: Office) -> None:
    """Come to stand as after a restore: letters were on their way, and nobody knows whether they left."""
    _emptied(office)
    _restore(office)


def _rotate(office: Office) -> object:
    """Change the key, and see that all opens with what is kept."""
    done = rotate_key(patience=5)
    with connections["owner"].cursor() as cursor:
        used = set(marks_in_use(cursor))
    connections["owner"].close()
    assert used <= set(sealing.known_marks())
    assert len(settings.SEALING_KEY_KEPT_IN.read_text().split()) == 1
    return done


def _paid_up(office: Office) -> None:
    """Close a case that nobody needs to remember for ever, with its letter and its money."""
    office.receive(ASA, BO, on=RECEIVED_ON)
    office.days(NOTE_ON, NOTE_ON)
    office.pay(1, 3_000_00, NOTE_ON, read_on=date(2026, 2, 18))


def _retain(office: Office) -> object:
    retention._CHUNK = 1
    return retention.retain(creditor=office.creditor, on=FAR_ON, dry_run=False, actor=OWNER)


def _forget(office: Office) -> object:
    retention._CHUNK = 1
    return retention.forget_customer(
        creditor=office.creditor, customer="8", on=FAR_ON, dry_run=False, actor=OWNER
    )


_GUEST = after(owned, _add_guest)

HOUSE: dict[str, Scene] = {
    "set_up_creditor": person(
        lambda office: set_up_creditor(creditor=NEW, on=NOTE_ON, owner=_owner()), owned
    ),
    "change_company": person(
        lambda office: change_company(creditor=office.creditor, told=TOLD, on=NOTE_ON, actor=OWNER), composed
    ),
    "change_logo": person(
        lambda office: change_logo(creditor=office.creditor, picture=DOT, on=NOTE_ON, actor=OWNER), composed
    ),
    "begin_company": person(
        lambda office: begin_company(told=NEW, on=NOTE_ON, owner=_owner()), owned
    ),
    "answer_step": person(
        lambda office: answer_step(
            creditor=max(home.id for home in creditors()), step="terms", on=NOTE_ON, actor=OWNER
        ),
        after(owned, lambda office: begin_company(told=NEW, on=NOTE_ON, owner=_owner())),
    ),
    "open_demo": person(lambda office: open_demo(user=_owner(), on=NOTE_ON), owned),
    "remove_demo": person(
        lambda office: remove_demo(creditor=max(home.id for home in creditors())),
        after(owned, lambda office: open_demo(user=_owner(), on=NOTE_ON)), NoDemo,
    ),
    "change_choices": person(
        lambda office: change_choices(
            creditor=office.creditor, choices={"refund_days": 5}, on=NOTE_ON, actor=OWNER
        ),
        composed,
    ),
    "add_user": Scene(play=_add_guest, done_before=(UserUnclear,)),
    "set_password": Scene(prepare=_GUEST, play=lambda office: set_password(email=GUEST, password="sju sjösjuka")),
    "keep_user": person(_keep_user, _GUEST),
    "mark_confirmed": Scene(prepare=_GUEST, play=lambda office: mark_confirmed(user=_guest())),
    "change_account": person(_change_account, _GUEST),
    "give_place": person(_give_place, _GUEST),
    "take_place": person(
        lambda office: take_place(creditor=office.creditor, user=_guest(), on=NOTE_ON, actor=OWNER),
        after(_GUEST, _give_place),
    ),
    "invite": replace(person(_invite, owned, MailNotSent), rather_twice=True),
    "withdraw_invitation": person(
        lambda office: withdraw_invitation(
            creditor=office.creditor, invitation=office.rows(m.Invitation)[0].id
        ),
        after(owned, _invite),
    ),
    "accept_invitation": person(_accept, after(_GUEST, _invited_by_link), InvitationUnclear),
    "note_views": Scene(
        prepare=owned,
        play=lambda office: note_views(
            creditor=office.creditor, user=_owner(), seen=[Seen(what="case", number=1)], at=AT
        ),
    ),
    "save_view": person(_view, owned),
    "forget_view": person(
        lambda office: forget_view(
            creditor=office.creditor, user=_owner(), view=next((x.id for x in office.rows(m.SavedView)), 1)
        ),
        after(owned, _view),
    ),
    "save_ladder": person(_save_ladder, received(ASA, BO), LadderUnclear),
    "drop_draft": person(
        lambda office: drop_draft(
            creditor=office.creditor, procedure=_draft(office), on=NOTE_ON, actor=OWNER
        ),
        after(received(ASA), _save_ladder), LadderUnclear,
    ),
    "switch_on": person(
        _switch_on(RECEIVED_ON), after(received(ASA, BO), _save_ladder), LadderUnclear,
        flows=("switch_on", "start_ladders", "_bring_along"), later=_start_ladders(RECEIVED_ON),
    ),
    "call_off": person(
        lambda office: call_off(
            creditor=office.creditor, procedure=_draft(office), on=RECEIVED_ON, actor=OWNER
        ),
        after(received(ASA), _save_ladder, _switch_on(NOTE_ON)),
    ),
    "start_ladders": Scene(
        prepare=after(received(ASA, BO), _save_ladder, _switch_on(NOTE_ON)), play=_start_ladders(NOTE_ON),
        flows=("start_ladders", "_bring_along"),
    ),
    "start_time_machine": person(_start_machine, received(ASA, BO)),
    "do_chunk of the time machine": Scene(
        prepare=after(received(ASA, BO), _start_machine), play=_do_work, flows=("do_chunk",)
    ),
    "start_work": person(_start_export, received(ASA, BO)),
    "do_chunk of an export": Scene(
        prepare=after(received(ASA, BO), _start_export), play=_do_work, flows=("do_chunk",)
    ),
    "do_chunk of work in its own transactions": Scene(
        prepare=_start_count, play=_do_work, flows=("do_chunk", "tell_progress")
    ),
    "take_up_work": Scene(
        prepare=after(_start_export, _lose_the_queue), play=lambda office: take_up_work()
    ),
    "take_backup": Scene(prepare=composed, play=_take_backup, done_before=(BackupError,)),
    "restore_backup": Scene(prepare=_emptied, play=_restore, done_before=(BackupError,)),
    "resume_letters, holding what was due": Scene(
        prepare=_silent, flows=("resume_letters",), done_before=(NotSilent,),
        play=lambda office: resume_letters(
            creditor=office.creditor, on=NOTE_ON, nothing_left=False, actor=OWNER
        ),
    ),
    "resume_letters, since nothing has left": Scene(
        prepare=_silent, flows=("resume_letters",), done_before=(NotSilent,),
        play=lambda office: resume_letters(
            creditor=office.creditor, on=NOTE_ON, nothing_left=True, actor=OWNER
        ),
    ),
    "rotate_key": Scene(
        prepare=composed, play=_rotate, flows=("_reseal",), makes_new_seals=True
    ),
    "retain": Scene(prepare=_paid_up, play=_retain, flows=("_apply",)),
    "forget_customer": Scene(prepare=_paid_up, play=_forget, flows=("_apply",)),
}  # fmt: skip
