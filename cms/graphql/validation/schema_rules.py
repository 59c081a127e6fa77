"""The rules by which a document fits the schema: graphql-core's (GraphQL, 5), with a bound on the one that is not linear."""

from typing import Final

from graphql import DocumentNode, GraphQLSchema, specified_rules, validate
from graphql.validation import OverlappingFieldsCanBeMergedRule, ValidationContext

from ..errors import Refused, RequestError
from ..errors.coded_rules import InvalidQuery, coded
from ..limits import MAX_COMPARISONS, MAX_ERRORS


class BoundedOverlapsRule(OverlappingFieldsCanBeMergedRule):
    """The one rule whose work is more than linear, with less of it allowed."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = MAX_COMPARISONS


SCHEMA_RULES: Final = tuple(
    coded(BoundedOverlapsRule if rule is OverlappingFieldsCanBeMergedRule else rule) for rule in specified_rules
)


def check_schema_rules(document: DocumentNode, schema: GraphQLSchema) -> None:
    """Checks a document that is within the limits. Raises Refused with the first few errors."""
    found = validate(schema, document, SCHEMA_RULES, max_errors=MAX_ERRORS, hide_suggestions=True)
    if found:
        gave_up = RequestError("TOO_MANY_ERRORS" if len(found) > MAX_ERRORS else "QUERY_TOO_COMPLEX")
        raise Refused(*(error.error if isinstance(error, InvalidQuery) else gave_up for error in found))
