//! Functions and words of expressions that matter to an index.

/// Why a function is refused.
#[derive(Debug, Clone, Copy)]
pub(super) enum Why {
    /// It takes several rows.
    Aggregate,
    /// It returns several rows.
    SetReturning,
    /// Its result is not the same for ever.
    Changes,
}

/// Functions that people try and PostgreSQL refuses; the server knows all the others.
const FUNCTIONS: &[(Why, &str)] = &[
    (
        Why::Aggregate,
        "array_agg avg bit_and bit_or bool_and bool_or count every json_agg jsonb_agg max min \
         string_agg sum",
    ),
    (
        Why::SetReturning,
        "generate_series json_array_elements json_object_keys jsonb_array_elements \
         jsonb_array_elements_text jsonb_each jsonb_object_keys regexp_matches \
         regexp_split_to_table string_to_table unnest",
    ),
    (
        Why::Changes,
        "clock_timestamp current_setting gen_random_uuid nextval now random statement_timestamp \
         timeofday transaction_timestamp",
    ),
];

/// Words that are functions without parentheses, whose result changes.
const CHANGING: &str = "current_catalog current_date current_role current_schema current_time \
    current_timestamp current_user localtime localtimestamp session_user user";

/// Reserved words that are part of expressions.
const OF_EXPRESSIONS: &str = "all and any array as asymmetric binary both case cast collate \
    distinct else end false for from ilike in is isnull leading left like not notnull null on or \
    overlaps right similar some symmetric then to trailing true using variadic when with";

/// Why the function of this name, in lower case, is refused, if it is.
pub(super) fn function(name: &str) -> Option<Why> {
    FUNCTIONS.iter().find(|(_, names)| contains(names, name)).map(|(why, _)| *why)
}

/// Whether the word, in lower case, stands for a value that changes.
pub(super) fn is_changing(word: &str) -> bool {
    contains(CHANGING, word)
}

/// Whether the reserved word, in lower case, is part of expressions.
pub(super) fn is_of_expressions(word: &str) -> bool {
    contains(OF_EXPRESSIONS, word)
}

fn contains(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|it| it == word)
}
