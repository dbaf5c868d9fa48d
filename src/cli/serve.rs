//! `ladderbook serve`: a preview that follows the handbook.

use clap::Args;

use super::console::ConsoleReporter;
use super::dates::History;
use super::options::{Outcome, OverrideArgs, ProjectArgs, ReportArgs, WatchArgs};
use super::past::PastReader;
use super::terminal;
use crate::serve::{
    self, ListenAddress, Listener, LoopEvent, LoopThread, Preview, Rebuilder, Snapshot,
};

/// Preview the site, and reload it whenever the handbook changes
///
/// The site is served from memory; no file is written. While the handbook has errors, the last
/// good site stays and shows them. Ctrl-C ends it.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    project: ProjectArgs,
    /// Port to listen on; if it is taken, the next free one is used; 0 is any
    #[arg(short, long, default_value_t = 3000)]
    port: u16,
    /// Name or address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Open the preview in a browser
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    watch: WatchArgs,
    #[command(flatten)]
    overrides: OverrideArgs,
    #[command(flatten)]
    report: ReportArgs,
}

pub fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments { project, port, host, open, watch, overrides, report } = arguments;
    let listener = serve::bind(&ListenAddress { host, port })?;
    let mut greeting = Some(Greeting::new(&listener, port, &project, open));
    let mut console = ConsoleReporter::new(&project, &report);
    let preview = Preview::start(|error| terminal::print_error(&error))?;
    let snapshots = preview.subscribe();
    let overrides = History::read(&project).add_to(overrides.overrides());
    let mut past = PastReader::new(&project.dir);
    let rebuilder = Rebuilder::new(&project.dir.named)
        .with_overrides(overrides)
        .with_past(move |tree| past.read(tree));
    terminal::leave_current_folder(&project.dir.path);
    let run_loop = LoopThread::spawn(rebuilder, watch.loop_options(), move |event| {
        let snapshot = preview.apply(&event);
        print_event(&mut console, &event, &snapshot);
        if let LoopEvent::Rebuilt(_) = event
            && let Some(greeting) = greeting.take()
        {
            greeting.print(&report);
        }
    })?;
    // Nothing is written, so a build that is under way can be abandoned.
    let mut result = Ok(());
    serve::serve(listener, snapshots, async {
        tokio::select! {
            loop_result = run_loop.finished() => result = loop_result,
            () = terminal::interrupted() => {}
        }
    })?;
    result.map(|()| Outcome::Success)
}

fn print_event(console: &mut ConsoleReporter, event: &LoopEvent, snapshot: &Snapshot) {
    match event {
        LoopEvent::Changed => {}
        LoopEvent::Rebuilt(rebuild) => {
            console.on_rebuilt(rebuild);
            match rebuild.good_build() {
                Some(build) => console.on_built(rebuild, build, ""),
                None if snapshot.site.is_none() => {
                    console.on_rejected(rebuild, "nothing to show yet");
                }
                None => console.on_rejected(rebuild, "the last good site stays"),
            }
        }
        LoopEvent::Missing(error) => console.on_missing(error),
        LoopEvent::PollingFallback(why) => console.on_polling(why),
    }
}

/// Where the preview is. Printed after the first build, once there is something to see.
struct Greeting {
    url: String,
    line: String,
    open: bool,
}

impl Greeting {
    fn new(listener: &Listener, port: u16, project: &ProjectArgs, open: bool) -> Self {
        let url = listener.url();
        let folder = project.dir.named.display();
        let taken = match listener.is_other_port() {
            true => format!("Port {port} is taken. "),
            false => String::new(),
        };
        let line = format!("{taken}Serving {folder} at {url} (Ctrl-C ends)");
        Self { url, line, open }
    }

    fn print(self, report: &ReportArgs) {
        // Output that cannot be written, as into a closed pipe, does not end the preview.
        let _ = report.print_result(&self.line);
        if self.open
            && let Err(error) = open::that_detached(&self.url)
        {
            report.print_status(&format!("warning: cannot open a browser: {error}"));
        }
    }
}
