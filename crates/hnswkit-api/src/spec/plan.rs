//! What is wrong with a request that only shows when it is planned.

use hnswkit_core::plan::PlanError;

use super::{Section, Spec, Value, set::path};
use crate::problem::{Problem, Problems};

impl Spec {
    /// The errors of a plan as problems of the spec that it was made from.
    pub fn plan_problems(&self, errors: &[PlanError]) -> Problems {
        let mut problems = Problems::default();
        let sections = self.sections();
        for PlanError { index, cause } in errors {
            let index = sections.get(*index).unwrap_or(index);
            let rows = self.index.get(*index).and_then(|it| it.rows.as_ref());
            let field = path(Section::Index, *index, "rows");
            let help = "split the table into partitions, each with its own index";
            let problem = Problem::new(field, rows.map(Value::to_string), cause, help);
            problems.push(problem.at(rows.and_then(|it| it.place.clone())));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_larger_than_a_relation_is_a_problem_of_its_rows() {
        let text = crate::spec::STORY.replace("10k", "100G");
        let spec = Spec::from_toml(&text, "f").unwrap();
        let errors = hnswkit_core::plan::plan(spec.to_request().unwrap()).unwrap_err();
        let problems = spec.plan_problems(&errors);
        let problem = problems.iter().next().unwrap();
        assert_eq!(problems.len(), 1);
        assert_eq!(
            (problem.field.as_str(), problem.value.as_deref()),
            ("index[0].rows", Some("100G"))
        );
        assert_eq!(
            problem.message,
            "the index would have 100000000001 pages, but a relation has at most 4294967294"
        );
        assert_eq!(problem.place.as_ref().unwrap().start.line, 24);
    }
}
