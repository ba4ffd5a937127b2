//! Elements, built by plain functions on the reactive system of Leptos. They are not generic, which is why
//! the whole page stays small: with the generic views of the library it weighed half as much again.
//! Never inlined, for the same reason: a page is some thousand calls of these.

use leptos::prelude::{RenderEffect, StoredValue};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, Node};

/// An element of the page while it is put together.
#[derive(Clone)]
pub struct El(Element);

/// An element by its tag.
#[inline(never)]
pub fn el(tag: &str) -> El {
    let element = crate::browser::document().create_element(tag);
    El(element.expect("every tag here is a name"))
}

/// A paragraph, the commonest of all.
#[inline(never)]
pub fn p(text: &str) -> El {
    el("p").text(text)
}

/// Runs now, and again whenever a signal that it read has changed, until what surrounds it is taken away.
pub fn react(run: impl Fn() + 'static) {
    react_boxed(Box::new(run));
}

#[inline(never)]
fn react_boxed(run: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_| run());
    StoredValue::new_local(effect);
}

impl El {
    #[inline(never)]
    pub fn class(self, class: &str) -> Self {
        self.attr("class", class)
    }

    #[inline(never)]
    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    #[inline(never)]
    pub fn attr(self, name: &str, value: &str) -> Self {
        self.0.set_attribute(name, value).ok();
        self
    }

    /// Adds text, which is never read as HTML.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        let node = crate::browser::document().create_text_node(text);
        self.append(&node)
    }

    #[inline(never)]
    pub fn add(self, child: Self) -> Self {
        self.append(&child.0)
    }

    #[inline(never)]
    pub fn add_some(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.add(child),
            None => self,
        }
    }

    pub fn add_all(self, children: impl IntoIterator<Item = Self>) -> Self {
        children.into_iter().fold(self, Self::add)
    }

    #[inline(never)]
    fn append(self, node: &Node) -> Self {
        self.0.append_child(node).ok();
        self
    }

    pub fn on(self, event: &str, run: impl Fn(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(run))
    }

    #[inline(never)]
    fn on_boxed(self, event: &str, run: Box<dyn Fn(Event)>) -> Self {
        let listener = Closure::wrap(run).into_js_value();
        self.0
            .add_event_listener_with_callback(event, listener.unchecked_ref())
            .ok();
        self
    }

    /// Text that follows signals.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.live_text_boxed(Box::new(text))
    }

    #[inline(never)]
    fn live_text_boxed(self, text: Box<dyn Fn() -> String>) -> Self {
        let node = crate::browser::document().create_text_node("");
        let place = node.clone();
        react(move || place.set_data(&text()));
        self.append(&node)
    }

    /// An attribute that follows signals; absent while there is none.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.live_attr_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn live_attr_boxed(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        react(move || {
            match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            }
            .ok();
        });
        self
    }

    /// A class that comes and goes.
    pub fn live_class(self, class: &'static str, is_on: impl Fn() -> bool + 'static) -> Self {
        let element = self.0.clone();
        react(move || {
            element.class_list().toggle_with_force(class, is_on()).ok();
        });
        self
    }

    /// A property of the element, such as `value` or `checked`.
    pub fn live_property(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.0.clone();
        react(move || {
            js_sys::Reflect::set(&element, &JsValue::from_str(name), &value()).ok();
        });
        self
    }

    /// A part that is built anew whenever a signal that it read has changed. The focus stays, if it was in it.
    pub fn live(self, part: impl Fn() -> Option<Self> + 'static) -> Self {
        self.live_boxed(Box::new(part))
    }

    #[inline(never)]
    fn live_boxed(self, part: Box<dyn Fn() -> Option<Self>>) -> Self {
        let end = crate::browser::document().create_text_node("");
        let place = end.clone();
        let shown = std::cell::RefCell::new(None::<Element>);
        let this = self.append(&end);
        react(move || {
            let next = part();
            let focused = shown.borrow().as_ref().and_then(crate::browser::focused_in);
            if let Some(old) = shown.take() {
                old.remove();
            }
            let parent = place.parent_element();
            if let (Some(next), Some(parent)) = (next, &parent) {
                parent.insert_before(&next.0, Some(&place)).ok();
                shown.replace(Some(next.0));
            }
            if let (Some(id), Some(parent)) = (focused, parent) {
                crate::browser::give_focus_back(&id, &parent);
            }
        });
        this
    }

    /// As the browser knows it.
    pub fn element(&self) -> Element {
        self.0.clone()
    }

    /// Puts the element at the end of the body.
    pub fn mount(self) {
        if let Some(body) = crate::browser::document().body() {
            body.append_child(&self.0).ok();
        }
    }
}

/// What was typed into the control that an event is about.
pub fn typed(event: &Event) -> String {
    let target = event.target();
    let value = target.and_then(|target| js_sys::Reflect::get(&target, &JsValue::from_str("value")).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Whether the box that an event is about is checked.
pub fn is_checked(event: &Event) -> bool {
    let target = event.target();
    let input = target.and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}
