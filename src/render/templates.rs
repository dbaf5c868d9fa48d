//! The template engine. The only room that knows it.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::constants::Constants;
use super::faults::{self, Templates, lower_first, project_path};
use super::seeds;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::fingerprint::Fingerprint;
use crate::handbook::components::COMPONENTS;
use crate::text::Text;
use crate::theme::{Messages, Theme};
use crate::tree::{File, FileStore, RelPath};
use crate::view::{
    Book, ComponentView, Data, Frame, PageModel, PartModel, fill_components, fill_parts,
    number_footnotes, without_empty_place,
};

/// The theme's templates, ready to render.
pub struct Compiled {
    /// `None` if a template cannot be read, which the diagnostics say.
    tera: Option<Tera>,
    constants: Constants,
    /// What is wrong with the templates.
    pub diagnostics: Diagnostics,
}

/// A rendered page.
pub struct Rendered {
    /// Its path in the output.
    pub path: RelPath,
    /// Its bytes; `None` if it could not be rendered, which the diagnostics say.
    pub file: Option<File>,
    /// What went wrong.
    pub diagnostics: Diagnostics,
}

/// A part of a page, rendered.
pub struct RenderedPart {
    html: String,
    /// Names of the components that its authors' texts call.
    calls: Vec<String>,
    /// Hash of the fields above.
    pub fingerprint: Fingerprint,
    /// What went wrong.
    pub diagnostics: Diagnostics,
}

/// What a template receives.
#[derive(Serialize)]
struct Scope<'a> {
    book: &'a Book,
    page: &'a Frame,
    view: &'a Data,
    /// Names of the components that authors call in the page's texts, which may need style sheets.
    calls: BTreeSet<&'a str>,
}

/// Reads the templates of a theme.
pub fn compile(theme: &Theme) -> Compiled {
    seeds::count_by_thread();
    let mut diagnostics = Diagnostics::default();
    let mut tera = Tera::new();
    let prefixes: Vec<String> = theme.layers.iter().map(|layer| format!("{layer}/")).collect();
    let words = Words::of(&theme.messages);
    tera.register_filter("safe", safe);
    tera.register_function("t", move |arguments: Kwargs, _: &State| words.get(&arguments));
    let constants = Constants::of(theme);
    let templates = Templates { theme, constants: &constants };
    let mut sources: Vec<(String, String)> = Vec::new();
    for (path, file) in theme.templates.iter() {
        let shown = project_path(path.as_str(), theme).unwrap_or_else(|| path.clone());
        match Text::of(&shown, file) {
            Ok(text) => {
                sources.push((path.to_string(), templates.prepared(text.text).text));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    // What the unreadable template has would be missed by others.
    if !diagnostics.is_empty() {
        return Compiled { tera: None, constants, diagnostics };
    }
    let added = tera
        .set_fallback_prefixes(prefixes)
        .and_then(|()| tera.add_raw_templates(sources.iter().map(|(name, text)| (name, &**text))));
    match added {
        Ok(()) => Compiled { tera: Some(tera), constants, diagnostics },
        Err(error) => {
            diagnostics.extend(faults::while_reading(&error, templates));
            Compiled { tera: None, constants, diagnostics }
        }
    }
}

/// `safe`, as Tera has it, without a copy of the text: most of a page is markup that is ready.
fn safe(value: Value, _: Kwargs, _: &State) -> Value {
    match value.as_str() {
        Some(_) => value.mark_safe(),
        None => Value::safe_string(&value.to_string()),
    }
}

/// `t(key="…", n=3, name="…")`: a UI string.
struct Words {
    messages: Messages,
    /// Those without arguments as templates have them: a page asks for some a hundred of them.
    plain: HashMap<String, Value>,
}

impl Words {
    fn of(messages: &Messages) -> Self {
        let plain = messages.keys().map(|key| (key.to_owned(), Value::from(messages.plain(key))));
        Self { plain: plain.collect(), messages: messages.clone() }
    }

    fn get<'a>(&self, arguments: &'a Kwargs) -> TeraResult<Value> {
        let key: &str = arguments.must_get("key")?;
        let values = || arguments.iter().filter_map(|(name, value)| Some((name.as_str()?, value)));
        let shown = |value: &'a Value| match value.as_str() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(value.to_string()),
        };
        let value = |wanted: &str| {
            let found = values().find(|(name, _)| *name == wanted && *name != "key");
            found.map(|(_, value)| shown(value))
        };
        let found = match values().nth(1) {
            None => self.plain.get(key).cloned(),
            Some(_) => self.messages.get_with(key, value).map(Value::from),
        };
        found.ok_or_else(|| tera::Error::message(format!("no language file has the key `{key}`")))
    }
}

impl Compiled {
    /// Renders a page with the template of its kind. `parts` are the page's parts in its order.
    pub fn page(
        &self,
        theme: &Theme,
        book: &Book,
        page: &PageModel,
        parts: &[&RenderedPart],
        store: &dyn FileStore,
    ) -> Rendered {
        let templates = Templates { theme, constants: &self.constants };
        let mut diagnostics = Diagnostics::default();
        let path = page.file.clone();
        let Some(tera) = &self.tera else { return Rendered { path, file: None, diagnostics } };
        let template = format!("{}.html", page.frame.kind);
        let calls = page.components.iter().flatten().map(|it| it.call.name.as_str());
        let calls = calls.chain(parts.iter().flat_map(|it| &it.calls).map(String::as_str));
        let scope = Scope { book, page: &page.frame, view: &page.view, calls: calls.collect() };
        let rendered = Context::from_serialize(&scope).and_then(|context| {
            let mut html = Vec::with_capacity(USUAL_LENGTH);
            tera.render_to(&template, &context, &mut html)?;
            Ok(html)
        });
        let file = match rendered {
            Ok(mut html) => {
                let components = &page.components;
                if !(components.is_empty() && parts.is_empty()) {
                    let calls = Calls { tera, templates, page: &page.file, components };
                    let text = String::from_utf8(html).expect("templates write text");
                    html = calls.page(text, parts, &mut diagnostics).into_bytes();
                }
                Some(store.store(&page.file, number_footnotes(html)))
            }
            Err(error) => {
                diagnostics.push(faults::while_rendering(&error, templates, &page.file, &template));
                None
            }
        };
        Rendered { path, file, diagnostics }
    }

    /// Renders a part of a page with its component.
    pub fn part(&self, theme: &Theme, part: &PartModel) -> RenderedPart {
        let templates = Templates { theme, constants: &self.constants };
        let mut diagnostics = Diagnostics::default();
        let mut html = String::new();
        if let Some(tera) = &self.tera {
            let mut arguments = Context::new();
            arguments.insert("item", &part.data);
            match tera.render_component(part.component, &arguments, None, true) {
                Ok(rendered) => {
                    let components = &part.components;
                    let calls = Calls { tera, templates, page: &part.file, components };
                    let filled = calls.fill(rendered, &mut Vec::new(), &mut diagnostics);
                    html = without_empty_place(filled);
                }
                Err(error) => {
                    diagnostics.push(faults::while_rendering(
                        &error,
                        templates,
                        &part.file,
                        part.component,
                    ));
                }
            }
        }
        let calls: Vec<String> =
            part.components.iter().flatten().map(|it| it.call.name.clone()).collect();
        let fingerprint = Fingerprint::of(&(&html, &calls));
        RenderedPart { html, calls, fingerprint, diagnostics }
    }
}

/// The calls of components on a page.
struct Calls<'a> {
    tera: &'a Tera,
    templates: Templates<'a>,
    /// File of the page.
    page: &'a RelPath,
    components: &'a [Option<ComponentView>],
}

impl Calls<'_> {
    /// A page with what its calls show, and with its parts.
    fn page(&self, html: String, parts: &[&RenderedPart], diagnostics: &mut Diagnostics) -> String {
        let html = self.fill(html, &mut Vec::new(), diagnostics);
        let parts: Vec<&str> = parts.iter().map(|part| part.html.as_str()).collect();
        let filled = (!parts.is_empty()).then(|| fill_parts(&html, &parts));
        match filled {
            None | Some(Cow::Borrowed(_)) => html,
            Some(Cow::Owned(filled)) => filled,
        }
    }

    /// Some HTML with what its calls show. A component may show prose with further calls; `within` are
    /// the calls in which this HTML stands.
    fn fill(&self, html: String, within: &mut Vec<usize>, diagnostics: &mut Diagnostics) -> String {
        if self.components.is_empty() {
            return html;
        }
        let filled = fill_components(&html, |number| {
            let Some(Some(component)) = self.components.get(number) else { return String::new() };
            if within.contains(&number) {
                let message = format!("the component `{}` shows itself", component.call.name);
                diagnostics.push(
                    Diagnostic::new(Code::ReferenceLoop, message)
                        .at(component.call.place.clone())
                        .help("move the call out of what it shows"),
                );
                return String::new();
            }
            let shown = show(self.tera, component).unwrap_or_else(|error| {
                diagnostics.push(self.fault(&error, component));
                String::new()
            });
            within.push(number);
            let filled = self.fill(shown, within, diagnostics);
            within.pop();
            filled
        });
        match filled {
            Cow::Borrowed(_) => html,
            Cow::Owned(filled) => filled,
        }
    }

    fn fault(&self, error: &tera::Error, component: &ComponentView) -> Diagnostic {
        let Self { tera, templates, page, .. } = *self;
        let name = &component.call.name;
        let place = component.call.place.clone();
        if !tera.contains_component(&name.replace('-', "_")) {
            let own = COMPONENTS.iter().map(|(name, _)| (*name).to_owned());
            let themes = tera.get_component_names().filter(|name| !name.contains('.'));
            let names: Vec<String> = own.chain(themes.map(|name| name.replace('_', "-"))).collect();
            return Diagnostic::new(
                Code::UnknownComponent,
                format!("there is no component `{name}`"),
            )
            .at(place)
            .did_you_mean(name, names.iter().map(String::as_str));
        }
        if let ErrorKind::SyntaxError(_) | ErrorKind::RenderingError(_) = error.kind() {
            let name = name.replace('-', "_");
            let fault = faults::while_rendering(error, templates, page, &name);
            return fault.related(place, "called here");
        }
        let message = format!("the component `{name}`: {}", lower_first(&error.to_string()));
        Diagnostic::new(Code::InvalidTemplate, message).at(place)
    }
}

/// Bytes of most pages with the indentation of their templates. A page that outgrows its memory is copied each time.
const USUAL_LENGTH: usize = 1 << 16;

/// The HTML of a component. A hyphen in its name is an underscore in the template.
fn show(tera: &Tera, component: &ComponentView) -> TeraResult<String> {
    let mut arguments = Context::new();
    match &component.data {
        Some(data) => arguments.insert("view", data),
        None => {
            for (name, value) in &component.call.arguments {
                arguments.insert(name.clone(), value);
            }
        }
    }
    tera.render_component(&component.call.name.replace('-', "_"), &arguments, None, true)
}
