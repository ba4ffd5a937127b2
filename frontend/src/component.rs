//! Parts of pages, named as the design systems name them. They get answers and signals, and give events.

pub mod alert;
pub mod button;
pub mod choices;
pub mod clock_view;
pub mod dialog;
pub mod error_summary;
pub mod failure_view;
pub mod field;
pub mod file_input;
pub mod history_list;
pub mod memorable_date;
pub mod panel;
pub mod select;
pub mod step_indicator;
pub mod summary_list;
pub mod table;
pub mod tag;
