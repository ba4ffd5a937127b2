//! Who may do what: roles, practices, sessions, and a member who is no longer active.

use crate::desk::{self, Browser, With, ask, clerk, sign_in};
use anyhow::{Context, Result};
use domain::id::{MemberId, PracticeId};
use domain::practice::Member;
use domain::word::Role;
use serde_json::{Value, json};
use workflow::store::item::StoredMember;
use workflow::world::World;

#[test]
fn a_clerk_signs_in_sees_her_practice_and_signs_out() -> Result<()> {
    let mut staff = clerk()?;

    let me = staff.get("/api/me")?.expect(200)?;
    assert_eq!(
        me["memberships"],
        json!([{ "practice": "lakeside", "practice_name": "Lakeside Family Medicine", "roles": ["clerk"] }])
    );
    let kept = staff.cookies.clone();
    let out = staff.post("/api/sign-out", &json!({}), With::default())?.expect(200)?;
    let location = out["location"].as_str().context("where the pool's session ends")?;
    assert!(location.contains("/logout?client_id="), "{location}");

    assert_eq!(staff.get("/api/me")?.status, 401);
    staff.cookies = kept;
    assert_eq!(
        staff.get("/api/me")?.status,
        401,
        "the row is gone, not only the cookie"
    );
    Ok(())
}

#[test]
fn a_sign_in_with_another_state_opens_nothing() -> Result<()> {
    for query in ["?code=x&state=y", "?code=x", "?error=access_denied", ""] {
        let mut staff = Browser::new()?;
        staff.get("/api/sign-in")?;

        let answer = staff.get(&format!("/api/sign-in/callback{query}"))?;

        assert_eq!(answer.status, 303, "{query}");
        assert!(desk::location(&answer)?.ends_with("/staff?sign-in=failed"));
        assert!(!staff.cookies.contains_key("__Host-staff"));
    }
    Ok(())
}

#[test]
fn a_disabled_clerk_is_refused_at_the_next_call() -> Result<()> {
    let asked = ask()?;
    let mut staff = sign_in("officer@lakeside.example")?;
    desk::request_page(&mut staff, &asked.request)?;
    let members: Vec<Value> = serde_json::from_str(&desk::variable("MEMBERS")?)?;
    let officer = members
        .iter()
        .find(|member| member["email"] == "officer@summit.example")
        .and_then(|member| member["sub"].as_str())
        .context("the officer of summit")?;
    let world = World::new(workflow::edge::settings());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let disable = |active| -> Result<()> {
        let row = StoredMember::from(&Member {
            id: MemberId::parse(officer).context("an id")?,
            practice: PracticeId::parse("summit").context("an id")?,
            name: "Robin Vale".to_owned(),
            roles: vec![Role::Officer],
            licence: String::new(),
            active,
        });
        Ok(runtime.block_on(world.table.put_row(&row))?)
    };
    let mut summit = sign_in("officer@summit.example")?;
    summit.get("/api/practices/summit/worklist")?.expect(200)?;

    disable(false)?;
    let refused = summit.get("/api/practices/summit/worklist")?.status;
    let listed = summit.get("/api/me")?.expect(200)?["memberships"].clone();
    disable(true)?;

    assert_eq!(refused, 403);
    assert_eq!(listed, json!([]));
    summit.get("/api/practices/summit/worklist")?.expect(200)?;
    Ok(())
}

#[test]
fn candidates_of_the_index_come_with_what_fits() -> Result<()> {
    let asked = ask()?;
    let mut staff = clerk()?;
    let path = format!("/api/requests/{}/candidates", asked.request);

    let found = staff.post(&path, &json!({}), With::default())?.expect(200)?;
    let searched = staff
        .post(
            &path,
            &json!({ "family_name": "lopez", "birth_date": "1984-09-12" }),
            With::default(),
        )?
        .expect(200)?;
    let refused = staff.post(&path, &json!({ "birth_date": "1984-13-12" }), With::default())?;

    let candidate = |list: &Value, id: &str| {
        list["candidates"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|candidate| candidate["patient"] == id)
            .cloned()
    };
    let one = candidate(&found, "one-mhvtestveteran").context("the patient")?;
    assert_eq!(
        (
            one["name_matches"].clone(),
            one["birth_date_matches"].clone(),
            one["contact_matches"].clone()
        ),
        (json!(true), json!(true), json!(false))
    );
    let two = candidate(&found, "two-mhvtestveteran").context("her neighbor by name")?;
    assert_eq!(two["name_matches"], false);
    assert!(
        candidate(&found, "one-summit").is_none(),
        "the index of another practice is not searched"
    );
    assert!(candidate(&searched, "ana-lopez").is_some());
    assert_eq!(
        refused.errors(),
        [("birth_date".to_owned(), "birth_date_not_real".to_owned())]
    );
    Ok(())
}
