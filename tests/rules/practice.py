"""S1 to S3 (questions on 令62, mediation practice, stations and centres) and the tests that show them."""

from tests.rules.row import Row, Why, left, shown

NUMBER = "domain/test_profile_numbers.py::test_number_and_article"
GROUNDS = "domain/test_profile_numbers.py::test_grounds_and_flags_of_the_laws"
SOURCES = "domain/test_rules_of_the_sources.py::"
CHECK, MEDIATION = "domain/test_intake_check.py::", "domain/test_deciding_mediation.py::"
AGREEMENT, AFTER = "domain/test_deciding_agreement.py::", "domain/test_after_result.py::"
PUBLICATION = "domain/test_publication.py::"
GRADING = "domain/test_grading.py::"

ORDER_62: tuple[Row, ...] = (
    shown("S1-01", NUMBER, "domain/test_profile_numbers.py::test_the_law_of_the_day"),
    shown("S1-02", NUMBER),
    shown("S1-03", f"{SOURCES}test_an_appraisal_stops_mediation_under_every_law"),
    shown("S1-04", f"{MEDIATION}test_the_office_designates_only_where_the_regime_lets_it", GROUNDS),
    shown("S1-05", f"{MEDIATION}test_an_appraisal_needs_an_agreement_on_its_cost"),
    shown("S1-06", f"{CHECK}test_what_art_10_and_11_ask_for_is_an_open_item",
          f"{CHECK}test_a_dispute_of_a_consumer_asks_a_trader_for_something_bought"),
    shown("S1-07", GROUNDS),
    shown("S1-08", GROUNDS),
    shown("S1-09", f"{MEDIATION}test_mediation_begins_when_both_parties_consent_art_18",
          f"{MEDIATION}test_an_on_site_session_is_told_to_both_in_advance"),
    shown("S1-10", f"{MEDIATION}test_the_form_of_an_agreement_follows_from_why_art_24"),
    shown("S1-11", f"{CHECK}test_art_13_gives_the_bureau_and_what_it_does_not_give_is_unknown",
          but="proposals follow 令121 art. 13, the law in force"),
    shown("S1-12", f"{CHECK}test_art_13_gives_the_bureau_and_what_it_does_not_give_is_unknown",
          "domain/test_passing_on.py::test_art_14_sending_away_what_is_ours_needs_a_reason"),
    shown("S1-13", "domain/test_deciding_verification.py::"
          "test_mixed_material_becomes_a_report_with_a_number_of_its_own",
          "domain/test_deciding_clue.py::test_a_clue_found_in_mediation_becomes_a_case_of_its_own"),
    shown("S1-14", "domain/test_deciding_mediators.py::"
          "test_an_application_stays_the_mediation_and_the_sixty_days_run_on",
          f"{MEDIATION}test_the_sixty_days_stand_still_from_commission_to_receipt_of_the_report",
          "domain/test_deciding_evidence.py::test_a_party_the_office_and_others_give_evidence"),
    shown("S1-15", "domain/test_intake_facts.py::"
          "test_every_channel_has_a_rule_of_receipt_with_its_source"),
    shown("S1-16", "notify/test_wording.py::test_a_refusal_has_its_ground_its_reason_and_the_other_ways"),
    left("S1-17", Why.OUTDATED,
          "three years now (民法典 art. 188, 令121 art. 16(4)); the old ones are not used"),
    shown("S1-18", "persistence/test_statistics.py::test_rates_and_amounts_of_a_month"),
    left("S1-19", Why.DESKS, "roles of a platform's own desk"),
    left("S1-20", Why.NOT_SOFTWARE, "a norm for staff"),
    shown("S1-21", "workflows/test_the_path.py::test_a_clue_outlives_the_complaint_as_a_case_of_its_own"),
)

MEDIATION_PRACTICE: tuple[Row, ...] = (
    shown("S2-01", f"{AFTER}test_lessons_are_noted_after_the_result",
          f"{AFTER}test_the_five_parts_make_the_overall_satisfaction",
          but="listening, staying calm and apologising are a person's conduct"),
    left("S2-02", Why.NOT_SOFTWARE, "the trader's own files; what they show comes in as evidence"),
    left("S2-03", Why.DESKS, "rural contact stations"),
    left("S2-04", Why.DESKS, "stations settle first what they can"),
    shown("S2-05", f"{MEDIATION}test_nothing_is_mediated_without_both_consents"),
    shown("S2-06", f"{AGREEMENT}test_the_check_looks_at_every_point_of_s2_06",
          f"{AGREEMENT}test_an_agreement_that_failed_its_check_is_refused_with_words"),
    left("S2-07", Why.CONDUCT, "how a mediator speaks"),
    shown("S2-08", f"{AGREEMENT}test_a_session_with_one_party_alone_is_told_to_that_party_alone_s2_08",
          "api/test_mediation.py::test_what_a_party_said_alone_is_read_by_officers_and_by_neither_party"),
    left("S2-09", Why.CONDUCT,
          "how thoroughly a mediator prepares; notes and evidence are taken at any stage"),
    left("S2-10", Why.CONDUCT, "what a mediator should understand of a complainant"),
    shown("S2-11", "persistence/test_statistics.py::"
          "test_offices_add_up_to_the_whole_and_a_year_to_its_months",
          but="typical cases are chosen by people"),
    left("S2-12", Why.FIGURES, "a figure of a survey, no rule"),
    shown("S2-13", f"{AGREEMENT}test_both_sides_apply_within_thirty_days_of_the_effect"),
    shown("S2-14", f"{MEDIATION}test_a_remote_session_needs_no_notice_in_advance"),
)

STATIONS: tuple[Row, ...] = (
    shown("S3-01", NUMBER,
          but="the 24 hours are in the profile; the reply is recorded with the desk of a station"),
    left("S3-02", Why.DESKS, "a station's own mediation"),
    left("S3-03", Why.DESKS, "a station asks the authority to investigate"),
    shown("S3-04", "console/test_progress.py::"
          "test_the_complainant_sees_what_happened_who_is_next_by_when_and_why",
          but="on the page of progress, at any time; nothing is sent at intervals"),
    shown("S3-05", NUMBER, f"{SOURCES}test_a_platform_screens_decides_and_tells_of_a_refusal_from_receipt"),
    shown("S3-06", NUMBER, f"{SOURCES}test_a_platform_screens_decides_and_tells_of_a_refusal_from_receipt"),
    shown("S3-07", NUMBER, f"{SOURCES}test_a_platform_screens_decides_and_tells_of_a_refusal_from_receipt"),
    left("S3-08", Why.DESKS, "a centre's inspector"),
    shown("S3-09", NUMBER, f"{SOURCES}test_the_inquiry_of_a_centre_runs_from_the_registration",
          but="the 3 working days are in the profile; the inquiry comes with the desk of a centre"),
    shown("S3-10", "domain/test_clock_rules.py::"
          "test_strictly_after_the_cut_off_counts_as_received_on_the_next_working_day",
          but="the two statements contradict each other; a profile may set an hour of the day for receipts"),
    shown("S3-11", f"{GRADING}test_a_key_complaint_is_reported_upward_again_and_again"),
    left("S3-12", Why.DESKS, "solved on the spot, at a station or centre"),
    left("S3-13", Why.DESKS, "a trader's own settlement, or its report to 12315"),
    left("S3-14", Why.DESKS, "an answer promised for a day, at a desk that gives one"),
    shown("S3-15", f"{GRADING}test_an_outside_order_is_reported_back_by_its_reference",
          "domain/test_regimes_beside.py::test_an_orders_date_runs_beside_the_laws_and_replaces_nothing"),
    left("S3-16", Why.FIGURES, "the station's own measures; the figures of a quarter are S3-17"),
    shown("S3-17", "domain/test_statistical_periods.py::test_a_period_and_what_it_is_compared_with"),
    shown("S3-18", "api/test_statistics.py::test_a_file_holds_the_figures_and_no_formula",
          "persistence/test_statistics.py::test_kinds_hold_the_cases_of_their_lists"),
    left("S3-19", Why.DESKS, "registering a station"),
    left("S3-20", Why.DESKS, "registering a station's liaison"),
    left("S3-21", Why.DESKS, "what a centre takes"),
    shown("S3-22", f"{SOURCES}test_a_centre_refuses_on_three_grounds"),
    left("S3-23", Why.DESKS, "a centre has no power of its own and passes on"),
    left("S3-24", Why.DESKS, "a centre's table of departments"),
    left("S3-25", Why.DESKS, "roles of stations, centres and platforms"),
    left("S3-26", Why.CONDUCT, "care and honesty; what is late climbs its ladder"),
    shown("S3-27", f"{PUBLICATION}test_a_complaint_is_published_by_rule_and_consent",
          "persistence/test_vault.py::test_what_is_sealed_opens_again_and_lies_nowhere_in_clear"),
    shown("S3-28", "persistence/test_row_security.py::test_an_office_sees_its_own_and_those_below",
          "api/test_cases.py::test_another_bureaus_case_does_not_exist"),
    left("S3-29", Why.FIGURES, "figures of staff"),
    shown("S3-30", f"{AFTER}test_the_share_to_review_is_drawn_by_the_id_of_the_case",
          f"{AFTER}test_a_review_is_a_supervisors_who_did_not_handle_the_case"),
    left("S3-31", Why.DESKS, "registers that traders keep"),
    left("S3-32", Why.DESKS, "referral to legal aid by a centre"),
    left("S3-33", Why.CONDUCT, "manners and punctuality"),
    shown("S3-34", "persistence/test_statistics.py::test_kinds_hold_the_cases_of_their_lists"),
    shown("S3-35", f"{GRADING}test_what_is_left_open_stays_as_it_was"),
    left("S3-36", Why.NO_BASIS, "a station has no power to arbitrate"),
    left("S3-37", Why.DESKS, "what a station mediates, passes on and reports"),
)

ROWS: tuple[Row, ...] = (*ORDER_62, *MEDIATION_PRACTICE, *STATIONS)
