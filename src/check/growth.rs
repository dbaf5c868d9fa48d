//! The rule about criteria that grew from earlier ones.

use super::cells::active;
use super::context::Context;
use crate::diagnostic::{Attribute, Code, Diagnostic, Diagnostics, Spanned};
use crate::handbook::compare;

/// A criterion that by its words probably is the grown form of one of the level before.
pub fn unconfirmed(context: Context, diagnostics: &mut Diagnostics) {
    let handbook = context.handbook;
    for (level, _) in active(handbook.handbook()) {
        let rows = compare::growth(handbook, level).into_iter();
        for (from, to) in rows.filter_map(|row| row.from.zip(row.to)) {
            let (earlier, later) = (from.criterion, to.criterion);
            let message = format!("this may be the grown form of `{}`", earlier.id);
            let ids = [later, earlier].into_iter().filter(|it| !it.pinned);
            let ids = ids.map(|it| (Attribute::Id(it.id.to_string()), it));
            let replaces = (Attribute::Replaces(earlier.id.to_string()), later);
            let additions = ids.chain([replaces]);
            let mut diagnostic = Diagnostic::new(Code::UnconfirmedGrowth, message)
                .at(later.place.clone())
                .related(earlier.place.clone(), "this one")
                .help(format!("if it is, say so: `{{#{} replaces={}}}`", later.id, earlier.id))
                .help("`ladderbook ids --pair` lists all of these, and writes those that you keep");
            diagnostic.additions = additions
                .map(|(value, it)| Spanned { value, place: it.place_of_attributes() })
                .collect();
            diagnostics.push(diagnostic);
        }
    }
}
