"""What is known about one case on one day; `decide` reads nothing else."""

from dataclasses import dataclass
from datetime import date

from betalt.core.process.stages import Hold, Payment, Stage


# Not frozen: setting 50 fields through object.__setattr__ would cost a fifth of a whole day's run.
@dataclass(slots=True, kw_only=True)
class CaseFacts:
    """One row per case: days are dates, sums whole öre; nothing changes it once it is made."""

    case: int
    debtor_kind: str  # consumer, business or public
    stage: Stage
    due_on: date  # effective: moved off Saturdays and holidays
    principal_ore: int
    owed_ore: int  # principal, interest and costs on the day
    natural_person: bool = False  # a consumer or a sole trader
    creditor_kind: str = "business"
    payment: Payment = Payment.UNPAID

    # how far the ladder has been climbed
    round: int = 1
    step_done: int = 0  # number of the last completed step
    step_done_on: date | None = None  # the day its letter was handed over
    answer_by: date | None = None  # that letter's own day
    charged: tuple[str, ...] = ()  # kinds of fee already charged on the claim, in any round (FEE-11)
    letter_pending: bool = False  # a letter is made but not yet handed over

    # what a person has been asked and has answered
    released_step: int = 0
    accepted: tuple[str, ...] = ()  # names of checks that a person has let pass for the next step
    asked_step: int = 0
    asked_code: str = ""  # the code of the question's reason; empty: any
    asked_on: date | None = None  # the last time
    asked_times: int = 0
    imported_on: date | None = None
    first_run_released: bool = True  # False: the import it came with waits for a yes

    # what stops it
    hold: Hold = Hold.NONE
    hold_until: date | None = None  # the first day without it
    plan_kept: bool = True
    plan_next_on: date | None = None  # when a kept plan is looked at again; None: after its last instalment
    disputed_ore: int = 0
    awaits_answer: bool = False  # the debtor has written and waits for our answer
    payment_pending: bool = False  # money is on its way or not yet matched
    bank_data_on: date | None = None  # last day that the bank's files cover
    bank_rule: bool = False  # letters wait for fresh bank data

    # who the debtor is and how it is reached
    has_email: bool = False
    has_address: bool = True
    has_mailbox: bool = False
    address_returned: bool = False
    id_valid: bool = True
    adult_on: date | None = None  # None: not a person, or not known
    guardian: bool = False
    protected: bool = False
    estate: bool = False
    bankrupt: bool = False
    reconstruction: bool = False
    debt_relief: bool = False  # skuldsanering

    # the claim
    clause_known: bool = False  # somebody has looked for the proof of the reminder-fee clause
    reminder_fee_agreed: bool = False  # proved to be agreed when the debt arose (FEE-1)
    limitation_on: date | None = None  # last day of the claim's life
    sold: bool = False  # assigned to somebody else
    sender_allowed: bool = True  # own name, or with the licence on record (INK-3)
    content_complete: bool = True  # everything that the letter must say is known
    law_known: bool = True  # False: a rate that the sum needs is not published
    min_reminder_ore: int = 100_00  # smallest principal for a reminder on paper
    min_demand_ore: int = 300_00  # smallest principal for a demand or final notice
