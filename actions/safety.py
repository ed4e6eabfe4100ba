"""What is said to danger, and right after: the wording of `safety.yml`. Its patterns belong to the safety net."""

from dataclasses import replace
from typing import Dict, List, Optional, Sequence, TypeVar, Union

from pydantic import BaseModel

from actions.alarm import FAINT, NEARER, TAKES_BACK, WHOSE, AfterAlarm, Alarm, Danger, Flag, Said
from actions.crisis import Crisis, first_paragraph

MOST_ALARMS = 2
"""In a row, where nothing but the alarm before speaks for the next."""
ACTED = ("acted", "safer")
"""States of somebody who has told others, or put away what could do harm."""
TOLD = "danger_acted"
"""What is said to somebody who told others of violence."""
STILL, AGREES, LEAVES = "still", "agrees", "leaves"
"""The flags of a message that goes on about the alarm just given, of a bare "ok" to it, and of a goodbye or thanks."""
OUTRIGHT = ("suicide", "suicide_now")
"""The crises in which somebody says that they want to die: not forgotten where it is denied."""
WANTS_HARM = (*OUTRIGHT, "self_harm")
"""Those after which somebody is told to put away what could hurt them."""
FAINT_ONLY = "corrected"
"""The entry of words that end a crisis which the classifier alone suspected ("I meant I'm tired")."""


Entry = TypeVar("Entry", bound=Union[Flag, AfterAlarm])


class Safety(BaseModel):
    """The wording. An alarm that the model raised, and no pattern, has no entry of its own."""

    red_flags: List[Flag]
    crisis: List[Flag]
    after_alarm: List[AfterAlarm]
    urgent_reply: Dict[str, str]
    crisis_reply: Dict[str, str]

    def reply(self, outcome: Danger, flags: List[str], before: Optional[Alarm]) -> Optional[Said]:
        """What to say to a danger, or to what is said right after an alarm.

        Args:
            outcome: which danger.
            flags: the entries that patterns found; none where the model alone suspects danger.
            before: the alarm that the last reply gave.

        Returns:
            None where the same was said twice already, or was denied, and nothing new speaks for it: then the message
            is answered.
        """
        entries = [entry for entry in self.after_alarm if entry.id in flags]
        entries += [self.in_state("agrees")] if AGREES in flags else []
        if before and before.denied and before.outcome == outcome == "crisis" and self.is_harmless(flags, entries):
            return None
        faint, flags = FAINT in flags, [flag for flag in flags if flag != FAINT]
        before = None if before and before.is_closed else before
        number = next((entry.reply for entry in entries if entry.state == "number"), None)
        if number:
            return Said(outcome if before else "contact", number, before)
        is_new = any(one.id in flags for one in [*self.red_flags, *self.crisis])
        tells = [entry for entry in entries if entry.state not in (*WHOSE, *NEARER)]
        if before is None and tells and not is_new:
            return None  # it has passed
        taken_back = next((entry for entry in entries if entry.state in TAKES_BACK), None)
        if taken_back and before and self.is_believed(taken_back, before):
            return self.took_back(taken_back, before)
        entries = [entry for entry in entries if entry.state not in TAKES_BACK]
        if outcome == "crisis":
            return self.in_crisis(flags, entries, before or Alarm())
        said = self.urgent(flags, entries, before or Alarm())
        return said.once() if said and faint else said

    def is_harmless(self, flags: List[str], entries: List[AfterAlarm]) -> bool:
        """Whether only a faint suspicion speaks for a crisis, or words that say nothing of one."""
        is_new = any(one.id in flags for one in [*self.red_flags, *self.crisis])
        tells = [entry for entry in entries if entry.state not in WHOSE]
        goes_on = any(entry.state in NEARER or entry.crisis for entry in tells)
        return bool(FAINT in flags or tells) and not is_new and not goes_on

    def is_believed(self, entry: AfterAlarm, before: Alarm) -> bool:
        """Whether what takes an alarm back is heard. "He doesn't hit us" is typical of violence, and no end."""
        if entry.id == FAINT_ONLY and (not before.is_faint or Crisis(before.form or Crisis.form).is_now):
            return False
        if before.outcome == "crisis" and before.form and Crisis(before.form).is_violence:
            return entry.state == "withdrawn" and entry.id != FAINT_ONLY
        return True

    def took_back(self, entry: AfterAlarm, before: Alarm) -> Said:
        """What to say to who says that there was no danger; what they ask is answered beside."""
        text = (entry.crisis if before.outcome == "crisis" else entry.reply) or ""
        stays = before.outcome == "crisis" and not self.forgets(entry.id, before)
        after = replace(before, denied=True) if stays else before.closed()
        return Said("crisis" if stays else "smalltalk", text.strip(), after, answers=True)

    def is_about_the_alarm(self, flag: str) -> bool:
        """Whether a flag is what somebody says of the alarm just given."""
        return any(entry.id == flag and entry.state not in WHOSE for entry in self.after_alarm)

    def forgets(self, flag: str, before: Optional[Alarm]) -> bool:
        """Whether a flag denies a crisis in which nobody had said that they want to die."""
        entry = next((entry for entry in self.after_alarm if entry.id == flag and entry.state in TAKES_BACK), None)
        if not entry or not before:
            return bool(entry)
        return before.outcome == "crisis" and before.flag not in OUTRIGHT and self.is_believed(entry, before)

    def takes_back(self, flag: str) -> bool:
        """Whether a flag says that an alarm was none."""
        return any(entry.id == flag and entry.state in TAKES_BACK for entry in self.after_alarm)

    def in_crisis(self, flags: List[str], entries: List[AfterAlarm], before: Alarm) -> Optional[Said]:
        """What to say in a crisis."""
        known = Crisis(before.form) if before.outcome == "crisis" and before.form else Crisis()
        flag = next((one.id for one in self.crisis if one.id in flags), None)
        call, took = self.call_of(flag), any(entry.id == "swallowed" for entry in entries)
        about = {entry.state for entry in entries if entry.state in WHOSE or entry.state == "other"}
        acted = any(entry.state in ACTED for entry in entries)
        entries = [entry for entry in entries if entry.state in WHOSE or known.after(call, about, took).fits(entry.id)]
        states = about | {entry.state for entry in entries}
        now = known.after(call, states, took)
        goes_on = STILL in flags or LEAVES in flags or bool(states.difference(WHOSE))
        told = before.told if (before.outcome == "crisis" or goes_on) and now == known else 0
        alarm = replace(
            before, flag=flag or before.flag, told=told + 1, ago=0, outcome="crisis", form=now.form, denied=False
        )
        says = [entry for entry in entries if entry.crisis and entry.state not in NEARER]
        says = [entry for entry in says if entry.id != before.said]
        held = any(entry.id == before.said and entry.state == "holds" for entry in self.after_alarm)
        faint = alarm.is_faint and not now.is_now and not held and now == known and told >= MOST_ALARMS
        if faint and (STILL in flags or states & {"insist"}):
            return None
        may_leave = now.is_of_another or (before.flag not in OUTRIGHT and not now.is_violence)
        if LEAVES in flags and not now.is_now and may_leave:
            return None
        if now.is_violence and acted and before.said != TOLD and "worse" not in states:
            return Said("crisis", self.crisis_reply[TOLD].strip(), replace(alarm, heeded=True, said=TOLD))
        if not says:
            first = self.first(before) if before.told and not goes_on else None
            unsure = flag is None and alarm.flag not in WANTS_HARM and not held
            text = "\n\n".join([now.again(self.crisis_reply, told, unsure), *([first] if first else [])])
            return Said("crisis", text, replace(alarm, said=before.said if held else None))
        helps = [entry for entry in says if entry.state == "help"]
        after = [*helps, *says][0]
        first = first_paragraph(self.crisis_reply[now.form]) if now.is_now and not acted else None
        text = "\n\n".join([*([first] if first else []), (after.crisis or "").strip()])
        return Said("crisis", text, replace(alarm, heeded=before.heeded or acted, said=after.id))

    def urgent(self, flags: List[str], entries: List[AfterAlarm], before: Alarm) -> Optional[Said]:
        """What to say to a red flag."""
        before = before if before.outcome == "urgent" else Alarm()  # how a crisis stood says nothing of this
        worse = next((entry for entry in entries if entry.state == "worse" and entry.reply), None)
        if worse and not any(map(self.is_emergency, flags)):
            text = self.urgent_reply["emergency"].replace("{why}", (worse.reply or "").strip())
            text = text.replace("{tell_them}", self.tell_them(before.flag))
            return Said("urgent", text, before.told_again(heeded=False, form="emergency"))
        is_new = any(one.id in flags for one in self.red_flags)
        if is_new or (not entries and STILL not in flags):
            flag = self.strongest(next(iter(flags), None), before.flag)
            return Said("urgent", self.text("urgent", flag), Alarm(flag, told=1, form=before.form))
        insists = STILL in flags or entries[0].state == "insist"
        emergency = before.form is not None or self.is_emergency(before.flag)
        if insists and STILL in flags and not emergency and before.told >= MOST_ALARMS:
            return None
        if before.heeded and insists:
            entries = [self.in_state("acted")]
        heeded = before.heeded or any(entry.state == "acted" for entry in entries)
        helps = [entry for entry in entries if entry.state == "help"]
        after = next(iter([*helps, *entries]), None) or self.in_state("insist")
        return self.reply_after(after, before.told_again(heeded=heeded))

    def first(self, alarm: Optional[Alarm]) -> Optional[str]:
        """What to do now, for the head of a reply about something else while an urgent reply was not heeded."""
        if not alarm or alarm.heeded or alarm.quiet or alarm.outcome != "urgent":
            return None
        return first_paragraph(self.urgent_reply[alarm.form] if alarm.form else self.text("urgent", alarm.flag))

    def strongest(self, flag: Optional[str], before: Optional[str]) -> Optional[str]:
        """The flag to speak of: not one that asks for less than what was said before."""
        return before if self.is_emergency(before) and not self.is_emergency(flag) else flag

    def reply_after(self, after: AfterAlarm, alarm: Alarm) -> Said:
        """What to say after an urgent alarm: what to do now again, unless that was heeded, and the entry's reply."""
        reply = (after.reply or "").replace("{tell_them}", self.tell_them(alarm.flag)).strip()
        if after.state == "over":
            return Said("smalltalk", reply, None)
        first = self.first(alarm)
        return Said("urgent", "\n\n".join([*([first] if first else []), reply]), alarm)

    def in_state(self, state: str) -> AfterAlarm:
        """The last entry of a state, which is the most general."""
        return [entry for entry in self.after_alarm if entry.state == state][-1]

    def text(self, outcome: Danger, flag: Optional[str]) -> str:
        """Urgent: what to do now, why, and what to say on the phone. Crisis: whom to call now, said warmly."""
        if outcome == "crisis":
            return self.crisis_reply[self.call_of(flag) or "crisis_line"].strip()
        entry = found(self.red_flags, flag)
        if not entry:
            return self.urgent_reply["unknown"]
        return self.urgent_reply[entry.call].replace("{why}", entry.why).replace("{tell_them}", self.tell_them(flag))

    def tell_them(self, flag: Optional[str]) -> str:
        """What to say on the phone, as a list in Markdown."""
        entry = found(self.red_flags, flag)
        if entry:
            return "\n".join(f"- {item}" for item in entry.tell_them)
        return "\n".join(line for line in self.urgent_reply["unknown"].splitlines() if line.startswith("- "))

    def call_of(self, flag: Optional[str]) -> Optional[str]:
        """The form of the reply that a crisis entry asks for."""
        crisis = found(self.crisis, flag)
        return crisis.call if crisis else None

    def is_emergency(self, flag: Optional[str]) -> bool:
        """Whether an entry asks for an ambulance."""
        return any(entry.id == flag and entry.call == "emergency" for entry in self.red_flags)


def found(entries: Sequence[Entry], wanted: Optional[str]) -> Optional[Entry]:
    """The entry with an id, or None."""
    return next((entry for entry in entries if entry.id == wanted), None)
