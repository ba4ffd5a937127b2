//! Words of the clock.

use super::{Pair, Words};

pub const DUE: Pair = &Words("Due {}", "Plazo: {}");
pub const DUE_TODAY: Pair = &Words("Due today, {}", "Vence hoy, {}");
/// Also of a day that is still to come.
pub const WAS_DUE: Pair = &Words("Answer due {}", "Plazo: {}");
pub const DAY_LEFT: Pair = &Words("{} day left", "queda {} día");
pub const DAYS_LEFT: Pair = &Words("{} days left", "quedan {} días");
pub const DAY_LATE: Pair = &Words("{} day overdue", "{} día de retraso");
pub const DAYS_LATE: Pair = &Words("{} days overdue", "{} días de retraso");
pub const TODAY: Pair = &Words("due today", "vence hoy");
pub const ANSWERED_DAY_LATE: Pair = &Words("answered {} day late", "respondida con {} día de retraso");
pub const ANSWERED_DAYS_LATE: Pair = &Words("answered {} days late", "respondida con {} días de retraso");
pub const ANSWERED: Pair = &Words("answered", "ya respondida");
pub const NOT_COUNTED: Pair = &Words("No time limit of ours runs", "No corre ningún plazo nuestro");

pub const WORKING: Pair = &Words("How we worked this out", "Cómo lo calculamos");
pub const DAY_ZERO: Pair = &Words(
    "The day we got the request is day 0, in the time zone {}. Days are all days; working days and business days leave out weekends. Nothing stops or pauses this time.",
    "El día en que recibimos la solicitud es el día 0, en la zona horaria {}. Los días son todos los días; los días hábiles no cuentan los fines de semana. Nada detiene este plazo.",
);
pub const LAST_OPEN: Pair = &Words(
    "{} is a weekend or a holiday, and the date does not move. The last open day before it is {}.",
    "El {} es fin de semana o día feriado, y el plazo no se mueve. El último día hábil anterior es el {}.",
);
