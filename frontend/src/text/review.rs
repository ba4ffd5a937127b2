//! Words about a second look at what was withheld, for requesters.

use super::{Pair, Words};

pub const TITLE: Pair = &Words("A second look", "Una segunda revisión");
pub const WHAT: Pair = &Words(
    "Our letter says what we did not give you. For a part of it, a licensed professional decided that. You can ask that \
     another licensed professional, who had no part in it, looks at it again. We do what that person decides.",
    "Nuestra carta dice lo que no le dimos. Una parte la decidió un profesional con licencia. Usted puede pedir que otro \
     profesional con licencia, que no participó, lo mire otra vez. Haremos lo que esa persona decida.",
);
pub const BY: Pair = &Words(
    "We aim to write to you by {}.",
    "Nuestra meta es escribirle a más tardar el {}.",
);
pub const ASK: Pair = &Words("Ask for a second look", "Pedir una segunda revisión");
pub const ASKING: Pair = &Words("Asking", "Pidiendo");
pub const DONE: Pair = &Words(
    "We have noted that you ask for a second look.",
    "Anotamos que usted pide una segunda revisión.",
);
pub const ASKED: Pair = &Words(
    "You asked for a second look on {}.",
    "Usted pidió una segunda revisión el {}.",
);
pub const WAITING: Pair = &Words(
    "We choose a licensed professional who had no part in the first decision.",
    "Elegimos a un profesional con licencia que no participó en la primera decisión.",
);
pub const LOOKING: Pair = &Words(
    "A licensed professional who had no part in the first decision looks at it now.",
    "Un profesional con licencia que no participó en la primera decisión lo está mirando.",
);
pub const SEE_LETTER: Pair = &Words(
    "Our letter on this page says it in full.",
    "Nuestra carta en esta página lo dice todo.",
);
