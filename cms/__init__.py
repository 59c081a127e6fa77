"""The project: rules first, wiring last. See docs/design.md."""
