//! What a build says of that which it left out.

use super::options::ReportArgs;
use crate::site::{Build, LeftOut, LeftOutReason};
use crate::spelling::counted;

/// Prints how much was left out, by reason, and if `lists` all of it.
pub fn print(report: &ReportArgs, build: &Build, lists: bool) -> anyhow::Result<()> {
    let count = |reason| build.left_out.iter().filter(|it| it.reason == reason).count();
    let internal = count(LeftOutReason::Internal);
    let (drafts, files) = (count(LeftOutReason::Draft), count(LeftOutReason::Unreferenced));
    let mut parts = Vec::new();
    if internal > 0 {
        parts.push(format!("{internal} internal"));
    }
    if drafts > 0 {
        parts.push(counted(drafts, "draft"));
    }
    if files > 0 {
        parts.push(format!("{} that no page refers to", counted(files, "file")));
    }
    if parts.is_empty() {
        return Ok(());
    }
    let hint = if lists { "" } else { " (`--left-out` lists them)" };
    report.print_result(&format!("left out: {}{hint}", parts.join(", ")))?;
    if lists {
        let mut all: Vec<&LeftOut> = build.left_out.iter().collect();
        all.sort_by_key(|it| (it.reason, &it.path, &it.name));
        for it in all {
            report.print_result(&line(it))?;
        }
    }
    Ok(())
}

fn line(left_out: &LeftOut) -> String {
    let reason = match left_out.reason {
        LeftOutReason::Internal => "internal",
        LeftOutReason::Draft => "draft",
        LeftOutReason::Unreferenced => "not referred to",
    };
    let name = left_out.name.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    format!("  {reason}: {}{name}", left_out.path)
}
