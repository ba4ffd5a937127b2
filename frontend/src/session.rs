//! What every page shares: the address, the language, and who is signed in.

use crate::address::{self, Address};
use crate::browser;
use domain::id::PracticeId;
use domain::practice::Member;
use domain::route::{self, Name};
use domain::wire::{Me, Membership};
use domain::word::Language;
use leptos::prelude::*;

const LANGUAGE_KEY: &str = "language";

#[derive(Clone, Copy)]
pub struct Session {
    for_staff: bool,
    pub address: RwSignal<Address>,
    pub language: RwSignal<Language>,
    /// The practice that the page is about, once it is known.
    pub practice_name: RwSignal<Option<String>>,
    /// The member who is signed in, once it is known.
    pub me: RwSignal<Option<Me>>,
}

impl Session {
    pub fn provide(for_staff: bool) -> Self {
        let address = address::follow(for_staff);
        let asked = address.with_untracked(|address| address.query("lang"));
        let kept = asked
            .or_else(|| browser::stored(LANGUAGE_KEY))
            .and_then(|tag| parse(&tag));
        let session = Self {
            for_staff,
            address,
            language: RwSignal::new(kept.unwrap_or(Language::English)),
            practice_name: RwSignal::new(None),
            me: RwSignal::new(None),
        };
        provide_context(session);
        session
    }

    /// The person chose a language; it stays for this tab.
    pub fn choose(self, language: Language) {
        browser::store(LANGUAGE_KEY, language.tag());
        if self.language.get_untracked() != language {
            self.language.set(language);
        }
    }

    /// The language that a request was made in, unless the person chose one.
    pub fn suggest(self, language: Language) {
        if browser::stored(LANGUAGE_KEY).is_none() {
            self.choose(language);
        }
    }

    pub fn go(self, href: &str) {
        address::go(self.address, href);
    }

    pub fn replace(self, href: &str) {
        address::replace(self.address, href);
    }

    /// Whether the member who is signed in may call a route, as the practice's row said when it was read.
    pub fn may(self, practice: &PracticeId, name: Name) -> bool {
        self.me.with(|me| {
            let found = me.as_ref().and_then(|me| Some((me, membership(me, practice)?)));
            found.is_some_and(|(me, membership)| {
                route::of(name).caller.admits(&Member {
                    id: me.member.clone(),
                    practice: practice.clone(),
                    name: me.name.clone(),
                    roles: membership.roles.clone(),
                    licence: String::new(),
                    active: true,
                })
            })
        })
    }

    /// Part of the address that the current page reads.
    pub fn query(self, name: &'static str) -> Memo<Option<String>> {
        Memo::new(move |_| self.address.with(|address| address.query(name)))
    }
}

fn membership<'a>(me: &'a Me, practice: &PracticeId) -> Option<&'a Membership> {
    me.memberships
        .iter()
        .find(|membership| membership.practice == *practice)
}

pub fn session() -> Session {
    expect_context::<Session>()
}

/// The language of the page that is being built. A change builds the page again. Staff pages are in English.
pub fn language() -> Language {
    let session = session();
    if session.for_staff {
        return Language::English;
    }
    session.language.get_untracked()
}

pub fn parse(tag: &str) -> Option<Language> {
    [Language::English, Language::Spanish]
        .into_iter()
        .find(|language| language.tag() == tag)
}
