"""What people say after a list of centres, spoken through the actions with the centres of the embedded list."""

import pytest

from actions.centre_lists import FAR
from actions.centre_questions import Question, read_question
from actions.content import content
from actions.find_services import ActionAskPlace, ActionServices, read_place, resumes_search, said_before
from actions.offerings import offerings_in, offers
from actions.services import Service
from actions.turn import Turn


class Talk:
    """A conversation in which only the actions of the search speak; `find` and `say` give the text of the reply."""

    def __init__(self):
        self.slots = {}
        self.services = []

    def find(self, text: str) -> str:
        return self.say(text, "find_services")

    def say(self, text: str, intent: str = "nlu_fallback", events=()) -> str:
        """The reply, or "" where the message is about something else."""
        turn = Turn(text, intent, [], [], self.slots)
        if intent != "find_services" and not resumes_search(turn):
            self.slots = {**self.slots, "outcome": "answer", "choices": None}
            return ""
        self.slots = {**self.slots, **read_place(turn, asked=bool(self.slots.get("search_open")))}
        action = ActionServices() if self.slots["place"] else ActionAskPlace()
        reply = action.reply(Turn(text, intent, [], [], self.slots))
        self.slots = {**self.slots, "outcome": reply.outcome, "choices": reply.buttons or None, **reply.slots}
        self.services = [service["name"] for service in reply.services]
        return reply.text


@pytest.fixture
def talk() -> Talk:
    return Talk()


def after(place: str) -> Talk:
    talk = Talk()
    assert "km" in talk.find(f"centre near {place}")
    return talk


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("which of them has chemo?", Question("offers", "medicines")),
        ("can they do radiotherapy there", Question("offers", "radiation", strong=True)),
        ("the last one pls", Question("one", place=-1)),
        ("phone number of the second one", Question("phone", place=1)),
        ("got any others", Question("more")),
        ("is nothing nearer?", Question("closer", strong=True)),
        ("whats the address then", Question("address", strong=True)),
        ("are they open on sunday", Question("hours")),
        ("ok, back to the list", Question("back", strong=True)),
        ("is there parking there", Question("visit", strong=True)),
        ("the noosa one", Question("one", names=("noosa",), strong=True)),
    ],
)
def test_a_question_about_a_list_is_read(text, question):
    assert read_question(text) == question


@pytest.mark.parametrize(
    "text",
    [
        "what is chemo",
        "what about radiation",
        "side effects of it",
        "does it hurt",
        "how do they give chemo",
        "what do they do for chemo",
        "can I drive after chemo there",
        "is the second one a stronger drug",
        "how far has it spread",
        "i cant do this any more",
        "i dont want to be there any more",
        "is it worth having another round",
        "where is the nearest emergency department",
        "nearest hospital",
        "1",
        "two",
        "thanks",
        "Campbelltown",
        '/find_services{"place": {"name": "Noosa QLD", "lat": -26.4, "lon": 153.1}}',
    ],
)
def test_what_is_about_something_else_stays_so_after_a_list(text):
    assert not after("Parramatta").say(text)


@pytest.mark.parametrize(
    "text", ["the second one", "another one", "which one has chemo", "their website", "how far is it"]
)
def test_without_a_list_nothing_is_taken_for_a_question_about_one(text, talk):
    assert not talk.say(text)


@pytest.mark.parametrize("text", ["the second one", "another one", "is it open", "what's the number"])
def test_what_says_too_little_is_not_about_the_list_once_something_else_was_said(text):
    talk = after("Parramatta")
    assert not talk.say("does it hurt")
    assert not talk.say(text)


@pytest.mark.parametrize("intent", ["red_flag", "crisis"])
def test_a_danger_is_no_question_about_centres(intent):
    assert not after("Parramatta").say("which one has chemo", intent)


def test_those_with_chemotherapy_are_picked_out_of_the_list():
    talk = after("Parramatta")
    said = talk.say("which of them does chemo?")
    assert talk.services == ["GenesisCare Frenchs Forest", "GenesisCare Campbelltown"]
    assert "does not show chemotherapy or other medical oncology at GenesisCare Norwest" in said


def test_where_none_has_it_the_nearest_that_has_is_given():
    talk = after("Bunbury")
    said = talk.say("can you get chemo there")
    assert "does not show chemotherapy" in said and "within 250 km of Bunbury" in said
    assert talk.services == ["GenesisCare Campbelltown"]


def test_a_protest_names_what_was_wanted():
    talk = after("Geelong")
    assert talk.services == ["GenesisCare Shepparton"]
    assert "chemotherapy" in talk.say("but i want chemo. these are all radiation")
    assert talk.services == ["GenesisCare Campbelltown"]


def test_one_of_the_list_is_chosen_by_number_name_or_state_and_asked_on():
    talk = after("Campbelltown NSW")
    assert "GenesisCare Norwest" in talk.say("the second one")
    assert "no phone number for GenesisCare Norwest." in talk.say("got a phone number?")
    assert "GenesisCare Frenchs Forest" in talk.say("whats at the frenches forest one")
    assert "Frenchs Forest Road East" in talk.say("how would i get there")
    assert "opening hours of GenesisCare Frenchs Forest" in talk.say("is it open saturday")
    assert "do not know that about GenesisCare Frenchs Forest" in talk.say("is it free to park")
    assert "52 km" in talk.say("how far is that one")
    assert "no web page for GenesisCare Frenchs Forest" in talk.say("their web page?")
    assert "(03) 5825 9700" in after("Albury").say("phone for the victorian one")


def test_a_short_form_means_a_centre_of_the_list():
    talk = after("Cairns")
    assert "You asked about chemotherapy" in talk.say("ok rocky, do they have chemo there")
    assert talk.services == ["GenesisCare Rockhampton"]


def test_a_number_of_a_button_presses_the_button():
    talk = after("Parramatta")
    assert talk.say("the second one")
    assert not talk.say("number 2")


def test_others_are_the_next_nearest_each_once():
    talk = after("Cairns")
    assert talk.services == ["GenesisCare Rockhampton"]
    assert "no other one near Cairns" in talk.say("any other ones?")
    assert talk.services == ["GenesisCare Bundaberg"]
    talk.say("is there another one")
    assert talk.services not in (["GenesisCare Bundaberg"], ["GenesisCare Rockhampton"])


def test_nothing_is_closer_than_the_closest():
    talk = after("Cairns")
    assert "nothing closer" in talk.find("nothing nearer?")
    assert talk.services == ["GenesisCare Rockhampton"]


def test_a_question_in_between_does_not_lose_the_list():
    talk = after("Campbelltown NSW")
    listed = talk.services
    assert talk.say("the third one")
    assert not talk.say("do I need a referral")
    assert "showed you" in talk.find("back to the centres please")
    assert talk.services == listed


def test_only_one_is_shown_where_none_is_near(talk):
    said = talk.find("centre near Hobart")
    assert talk.services == ["GenesisCare Shepparton"]
    assert f"no centre near Hobart TAS 7000 that I know of: nothing within {FAR} km" in said


def test_what_was_asked_for_is_kept_until_the_place_is_known(talk):
    assert "Where should I look" in talk.find("any place for chemo?")
    talk.find("Geelong")
    assert talk.services == ["GenesisCare Campbelltown"]
    assert "no place for chemotherapy" in talk.find("what about Perth")
    talk.find("find me a centre in Bunbury, it is for a friend")
    assert talk.services == ["GenesisCare Bunbury"]


def test_the_choice_of_a_place_is_no_choice_of_a_centre():
    talk = after("Parramatta")
    talk.find("find a centre somewhere else please for my mother")
    talk.find("Springfield")
    talk.find("the second one")
    assert "Springfield" in talk.slots["place"]["name"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("number for genesiscare bunbury", "no phone number for GenesisCare Bunbury."),
        ("can I have the phone number of the shepparton centre", "(03) 5825 9700"),
        ("where is the address for genesiscare wesley", ""),
        ("whats the address of genesiscare wesley", "The Wesley Hospital"),
        ("is genesiscare noosa open on friday", "opening hours of GenesisCare Noosa"),
        ("do they have chemo at genesiscare rockhampton", "You asked about chemotherapy"),
        ("what about parking at Norwest", "I do not know that about GenesisCare Norwest"),
        ("is there a bus to genesiscare bunbury", "I do not know that about GenesisCare Bunbury"),
        ("is there a bus to the city", ""),
        ("number for cancer council", ""),
        ("phone number of bunbury hospital", ""),
        ("phone number for windsor", ""),
    ],
)
def test_a_centre_is_asked_for_by_its_name(text, said, talk):
    reply = talk.say(text)
    assert said in reply and bool(reply) == bool(said)


def test_how_far_a_named_centre_is_needs_a_place(talk):
    assert talk.say("phone number for genesiscare noosa")
    assert "before I know where you are" in talk.say("how far is it")


def test_a_town_that_was_said_before_is_offered():
    events = [{"event": "user", "text": text} for text in ("we live at Cunnamulla", "do you treat kids", "nearest")]
    turn = Turn("nearest", "find_services")
    assert [choice["title"] for choice in said_before(turn, events)] == ["Cunnamulla QLD 4490"]
    assert said_before(turn, events[1:]) == []
    turn = Turn("find a centre", "find_services", slots={"place_problem": {"said": said_before(turn, events)}})
    assert [choice["title"] for choice in ActionAskPlace().reply(turn).buttons] == ["Cunnamulla QLD 4490"]


def test_what_a_centre_offers_is_what_is_stated():
    assert offers(Service(services=["radiotherapy; x"], medical_oncology="not stated"), "radiation")
    assert not offers(Service(services=["radiotherapy"], medical_oncology="not stated"), "medicines")
    assert offers(Service(services=["specialist clinic"], medical_oncology="yes"), "medicines")
    assert offers(Service(services=["systemic therapy suite"], medical_oncology="not stated"), "medicines")
    assert not offers(Service(services=["chemotherapy planned"], medical_oncology="no"), "medicines")
    assert offerings_in("chemo and radiotherapy") == ["medicines", "radiation"]


def test_every_kind_of_question_has_its_wording():
    replies = content().replies
    assert all(f"centre_no_{kind}" in replies for kind in ("phone", "website", "address", "far", "hours", "visit"))
    assert all(f"centre_{kind}" in replies for kind in ("one", "phone", "website", "address", "far"))
