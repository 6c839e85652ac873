"""The table of rules: each rule of a reading's checks with the functions that hold it.

A function takes a Case and gives its findings; it is silent where all is well and where the document
does not say enough to tell. Its docstring is the explanation in the reference: what, Why, Law,
Prevents.
"""

from collections.abc import Callable, Iterable, Mapping

from noaber.intake.documents.audit import (
    across,
    amendments,
    authorisation,
    claims,
    codes,
    copies,
    direction,
    disclosure,
    divided,
    drafts,
    footnotes,
    handfuls,
    mandatory,
    orphans,
    parts,
    plan_years,
    promises,
    repeated,
    reserves,
    residuals,
    results,
    slips,
    spelling,
)
from noaber.intake.documents.audit.case import Case
from noaber.intake.documents.reading import CheckItem, Rule

Check = Callable[[Case], Iterable[CheckItem]]

# In the order in which a reader should see them.
RULES: Mapping[Rule, tuple[Check, ...]] = {
    "placeholder": (drafts.placeholder_left,),
    "small_count": (disclosure.small_counts_of_people,),
    "authorisation": (authorisation.expenses_within_what_was_allowed,),
    "amendment": (amendments.amendments_add_up,),
    "result": (results.result_before_and_after_reserves,),
    "reserve": (
        reserves.reserve_closes,
        reserves.reserve_within_ceiling,
        reserves.reserve_meets_cost_table,
        reserves.reserve_opens_where_it_closed,
    ),
    "residual": (residuals.unexplained_difference,),
    "explained_share": (residuals.explained_share, claims.claim_of_an_explanation_holds),
    "decomposition": (
        residuals.parts_make_the_whole,
        parts.parts_of_a_sentence_make_its_whole,
        parts.parts_of_a_paragraph_make_its_whole,
        divided.counted_parts_make_their_whole,
    ),
    "text_against_table": (
        repeated.counts_are_those_of_the_table,
        repeated.amounts_are_those_of_the_table,
        repeated.amounts_are_of_the_size_of_the_table,
    ),
    "difference": (slips.amount_a_thousand_times_off, slips.budget_a_thousand_times_off),
    "balance": (slips.income_with_another_sign,),
    "code_list": (codes.taakveld_is_official, codes.category_is_official),
    "missing_year": (
        plan_years.budget_looks_ahead,
        plan_years.amount_stands_under_its_year,
        plan_years.nothing_is_realised_ahead,
        plan_years.period_stands_once,
        plan_years.value_has_a_year,
        plan_years.indicator_is_still_measured,
        across.indicator_of_the_budget_is_told_of,
    ),
    "promise": (
        promises.goal_date_passed,
        promises.target_year_passed,
        promises.told_date_has_not_passed,
        promises.grant_past_its_deadline,
        promises.effort_waits_for_what_stopped,
        promises.appropriation_of_last_year,
        promises.savings_come_true,
        across.effort_of_the_budget_is_told_of,
    ),
    "orphan": (
        orphans.goal_without_outcome_indicator,
        orphans.indicator_without_source,
        orphans.effort_without_goal,
        orphans.theme_with_money_without_goal,
        orphans.goal_without_effort,
    ),
    "direction": (
        direction.movement_goes_the_way_of_the_figures,
        direction.movement_of_a_size_goes_the_way_of_the_figures,
    ),
    "series_break": (
        slips.value_a_thousand_times_off,
        direction.no_trend_across_a_break,
        across.value_is_what_was_printed_then,
    ),
    "few_cases": (handfuls.percentage_of_enough_cases,),
    "footnote": (
        footnotes.marks_and_notes_meet,
        footnotes.notes_hold_of_the_years_shown,
        footnotes.no_target_hides_in_a_note,
    ),
    "mandatory_set": (mandatory.prescribed_indicators_are_all_there_in_their_unit,),
    "wrong_node": (
        spelling.theme_spelled_two_ways,
        copies.paragraph_belongs_to_its_theme,
        copies.sentence_names_its_own_theme,
    ),
}
