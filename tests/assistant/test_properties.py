"""Properties of questions that are made from the records: the facts are worked out row by row, and compared."""

from __future__ import annotations

from collections.abc import Callable

import naive
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from corpus import load_plan
from corpus.plan import Role
from corpus.references import Level

Ask = Callable[..., Answer]

PLAN = load_plan()
ROWS = st.sampled_from(PLAN.rows)
ACTIONS = st.sampled_from([str(action.reference) for action in PLAN.actions])
ORGANS = st.sampled_from(sorted(naive.ORGANS))
ROLES = st.sampled_from(list(Role))
YEARS = st.sampled_from(naive.YEARS)
DIRECTIONS = st.sampled_from([direction.reference.numbers[0] for direction in PLAN.directions])
LANGUAGES = st.sampled_from([0, 1])

ORGAN_OF_ITEM = {
    Role.RESPONSIBLE: ("Who is responsible for {}?", "谁负责{}？"),
    Role.ASSOCIATED: ("Which organ is associated with {}?", "{}的相关机关是谁？"),
    Role.COORDINATING: ("Who coordinates {}?", "谁协调{}？"),
}
YEAR_LISTS = {
    "in": (("Which outputs are due in {}?", "哪些产出在{}年到期？"), lambda year: range(year, year + 1)),
    "by": (("Which outputs are due by {}?", "{}年底前到期的产出有哪些？"), lambda year: range(2000, year + 1)),
    "before": (("Which outputs are due before {}?", "{}年以前到期的产出有哪些？"), lambda year: range(2000, year)),
    "after": (("Which outputs are due after {}?", "{}年以后到期的产出有哪些？"), lambda year: range(year + 1, 2100)),
    "from": (("Which outputs are due from {}?", "{}年起到期的产出有哪些？"), lambda year: range(year, 2100)),
}


@given(row=ROWS, role=ROLES, language=LANGUAGES)
@settings(max_examples=250)
def test_organs_of_a_row_are_those_of_its_cell(ask: Ask, row, role: Role, language: int) -> None:  # type: ignore[no-untyped-def]
    answer = ask(ORGAN_OF_ITEM[role][language].format(row.reference))
    organs = set(row.organs(role).value)

    assert set(answer.facts.organs) == organs
    assert {key: set(value) for key, value in answer.facts.roles.items()} == ({role: organs} if organs else {})
    assert answer.status == ("answered" if organs else "not_stated")
    assert answer.facts.refs == (str(row.reference),)


@given(reference=ACTIONS, role=ROLES, language=LANGUAGES)
@settings(max_examples=150)
def test_organs_of_an_action_are_those_of_all_its_rows(ask: Ask, reference: str, role: Role, language: int) -> None:
    rows = naive.rows_of(PLAN, reference)
    answer = ask(ORGAN_OF_ITEM[role][language].format(reference))

    assert set(answer.facts.organs) == naive.organs_of(rows, role)
    assert answer.facts.refs == naive.refs(rows)


@given(reference=ACTIONS, language=LANGUAGES)
@settings(max_examples=80)
def test_time_frames_of_an_action_are_those_of_its_rows(ask: Ask, reference: str, language: int) -> None:
    answer = ask(("When is {} due?", "{}什么时候完成？")[language].format(reference))
    expected = {row.time_frame.value.key for row in naive.rows_of(PLAN, reference)} - {None}

    assert set(answer.facts.time_frames) == expected
    assert answer.facts.organs == ()


@given(row=ROWS)
@settings(max_examples=80)
def test_everything_about_a_row_is_what_its_cells_say(ask: Ask, row) -> None:  # type: ignore[no-untyped-def]
    facts = ask(f"Tell me about {row.reference}").facts

    assert facts.refs == (str(row.reference),)
    assert {role: set(organs) for role, organs in facts.roles.items()} == {
        role: set(row.organs(role).value) for role in Role if row.organs(role).value
    }
    assert facts.time_frames == ((row.time_frame.value.key,) if row.time_frame.value.key else ())


@given(organ=ORGANS, role=ROLES, language=LANGUAGES, outputs=st.booleans())
@settings(max_examples=60)
def test_an_organs_list_is_a_plain_filter_of_all_rows(
    ask: Ask, organ: str, role: Role, language: int, outputs: bool
) -> None:
    unit = ("outputs", "产出")[language] if outputs else ("items", "事项")[language]
    name, verb = naive.ORGANS[organ][language], naive.VERBS[role][language]
    facts = ask((f"Which {unit} does the {name} {verb}?", f"{name}{verb}哪些{unit}？")[language]).facts

    assert facts.refs == naive.refs(naive.rows_where(PLAN, organ=organ, role=role, outputs=outputs))
    assert facts.total == (len(PLAN.outputs) if outputs else len(PLAN.rows))


@given(organ=ORGANS, role=ROLES, language=LANGUAGES)
@settings(max_examples=30)
def test_a_count_is_the_length_of_the_list(ask: Ask, organ: str, role: Role, language: int) -> None:
    name, verb = naive.ORGANS[organ][language], naive.VERBS[role][language]
    facts = ask((f"How many outputs does the {name} {verb}?", f"{name}{verb}多少项产出？")[language]).facts
    expected = naive.refs(naive.rows_where(PLAN, organ=organ, role=role, outputs=True))

    assert facts.refs == expected
    assert [(count.of, count.value) for count in facts.counts] == [("outputs", len(expected))]


@given(word=st.sampled_from(sorted(YEAR_LISTS)), year=YEARS, language=LANGUAGES)
@settings(max_examples=50)
def test_years_select_as_their_word_says(ask: Ask, word: str, year: int, language: int) -> None:
    texts, years = YEAR_LISTS[word]
    facts = ask(texts[language].format(year)).facts

    assert facts.refs == naive.refs(naive.rows_where(PLAN, years=years(year), outputs=True))


@given(organ=ORGANS, role=ROLES, direction=DIRECTIONS, year=st.none() | YEARS, language=LANGUAGES)
@settings(max_examples=100)
def test_conditions_hold_together(
    ask: Ask, organ: str, role: Role, direction: int, year: int | None, language: int
) -> None:
    name, verb = naive.ORGANS[organ][language], naive.VERBS[role][language]
    if language == 0:
        question = f"Which outputs does the {name} {verb} in direction {direction}{f' by {year}' if year else ''}?"
    else:
        question = f"战略方向{direction}中{f'{year}年底前' if year else ''}{name}{verb}的产出有哪些？"
    years = range(2000, year + 1) if year else None
    expected = naive.rows_where(PLAN, organ=organ, role=role, direction=direction, years=years, outputs=True)

    assert ask(question).facts.refs == naive.refs(expected)


@given(row=ROWS, role=ROLES, organ=ORGANS, language=LANGUAGES)
@settings(max_examples=150)
def test_an_assertion_is_confirmed_only_when_the_cell_says_so(
    ask: Ask, row, role: Role, organ: str, language: int
) -> None:  # type: ignore[no-untyped-def]
    name, verb = naive.ORGANS[organ][language], naive.VERBS[role][language]
    third = {"lead": "leads", "assist with": "assists with", "coordinate": "coordinates"}.get(verb, verb)
    answer = ask((f"The {name} {third} {row.reference}, doesn't it?", f"{name}{verb}{row.reference}，对吗？")[language])
    true = organ in row.organs(role).value

    assert answer.facts.premise == ("confirmed" if true else "corrected")
    assert {key: set(value) for key, value in answer.facts.roles.items()} in ({role: set(row.organs(role).value)}, {})
    assert set(answer.facts.organs) == set(row.organs(role).value)


@given(
    numbers=st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)),
    item=st.none() | st.integers(0, 40),
    role=ROLES,
    language=LANGUAGES,
)
@settings(max_examples=200)
def test_a_number_gives_its_own_rows_or_none(
    ask: Ask, numbers: tuple[int, int, int], item: int | None, role: Role, language: int
) -> None:
    written = ".".join(map(str, numbers)) + (f"({item})" if item is not None else "")
    answer = ask(ORGAN_OF_ITEM[role][language].format(written))
    rows = naive.rows_of(PLAN, written)
    # An action's only output may be called by a number; it is the action's row.
    only = naive.rows_of(PLAN, ".".join(map(str, numbers))) if item == 1 and not rows else ()

    if rows:
        assert answer.facts.refs == naive.refs(rows)
    else:
        assert answer.facts.refs in ((), naive.refs(only))
        assert answer.status == "not_found" or only


POLITE = (
    ("", ""),
    ("Please, ", ""),
    ("Could you tell me: ", ""),
    ("Hello, ", ""),
    ("", " Thanks!"),
    ("Good morning. ", " Thank you very much."),
    ("   ", "   \n"),
    ("请问", ""),
    ("您好，", "谢谢！"),
)
QUESTIONS = (
    "Who coordinates 3.2.1?",
    "Which outputs does the Council lead in direction 3?",
    "How many outputs are due by 2020?",
    "When is 3.2.3 due?",
    "Who leads 3.6.1?",
    "The Council leads 1.1.1, doesn't it?",
)
CHINESE = (
    "谁协调3.2.1？",
    "理事会在战略方向三中负责哪些产出？",
    "2020年底前到期的产出有多少？",
    "3.2.3什么时候完成？",
    "理事会负责1.1.1，对吗？",
)


def full_width(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


@given(
    question=st.sampled_from(QUESTIONS + CHINESE),
    polite=st.sampled_from(POLITE),
    spelling=st.sampled_from([str, str.upper, str.lower, str.title, full_width, lambda text: text.replace(" ", "   ")]),
)
@settings(max_examples=150)
def test_manners_case_width_and_spaces_change_no_fact(
    ask: Ask, question: str, polite: tuple[str, str], spelling: Callable[[str], str]
) -> None:
    if (polite[0] + polite[1]).strip().isascii() is not question.isascii():
        polite = ("", "")
    plain, padded = ask(question), ask(polite[0] + spelling(question) + polite[1])

    assert (padded.status, padded.facts) == (plain.status, plain.facts)


WORDS = st.sampled_from(
    ["the Council", "the Secretariat", "LTC", "lead", "leads", "coordinated by", "responsible", "and", "or", "not", "only", "both",
     "except", "direction 3", "3.2.1", "3.2.1(2)", "9.9.9", "2020", "by 2021", "ongoing", "outputs", "actions", "how many", "which", "who",
     "when", "most", "each", "理事会", "负责", "协调", "产出", "行动", "多少", "哪些", "谁", "不", "没有",
     "每年", "第三段", "women", "science", "?"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=9).map(" ".join))
@settings(max_examples=250)
def test_whatever_is_asked_the_facts_are_facts_of_the_plan(ask: Ask, question: str) -> None:
    answer = ask(question)
    known = {str(ref) for ref in ask.__closure__[0].cell_contents.sources.records.items} | {"annex I", "annex II"}  # type: ignore[attr-defined]
    rows = [
        row
        for row in PLAN.rows
        if str(row.reference) in answer.facts.refs or str(row.reference.action) in answer.facts.refs
    ]

    assert set(answer.facts.refs) <= known
    if answer.status in ("clarify", "out_of_scope", "not_found"):
        assert answer.facts == type(answer.facts)()
    if answer.facts.premise is None and answer.route == "lookup" and rows:
        for role, organs in answer.facts.roles.items():
            assert set(organs) <= naive.organs_of(rows, role)


@given(row=ROWS, role=ROLES)
@settings(max_examples=60)
def test_another_number_or_role_is_another_answer_exactly_when_the_cells_differ(ask: Ask, row, role: Role) -> None:  # type: ignore[no-untyped-def]
    others = [other for other in PLAN.rows if other.reference.level is Level.OUTPUT and other != row][
        :: len(PLAN.rows) // 4
    ]
    asked = ask(ORGAN_OF_ITEM[role][0].format(row.reference)).facts
    for other in others:
        facts = ask(ORGAN_OF_ITEM[role][0].format(other.reference)).facts
        assert (facts.organs == asked.organs) == (set(row.organs(role).value) == set(other.organs(role).value))
