//! The pages of another PDF.

use super::{Leaves, NotBound};
use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId};
use std::cell::Cell;
use std::collections::BTreeSet;

/// What one compressed stream of objects may grow to.
const UNPACKED: usize = 16 << 20;
/// Levels of a tree of pages.
const DEPTH: usize = 64;
/// Notes that open something which paper does not show.
const HOLDING_MORE: [&[u8]; 6] = [b"FileAttachment", b"Sound", b"Movie", b"Screen", b"3D", b"RichMedia"];
const HIDDEN: i64 = 1 << 1;
const NO_VIEW: i64 = 1 << 5;
/// What a page may have from those above it (ISO 32000-1, table 30).
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];

/// Moves the pages of a PDF and all that they rest on into `target`. Not where something of the document would get
/// lost with what is outside its pages, or where it could be read in part alone.
pub fn leaves(target: &mut Document, tree: ObjectId, bytes: &[u8]) -> Result<Leaves, NotBound> {
    let options = LoadOptions {
        max_decompressed_size: Some(UNPACKED),
        ..LoadOptions::default()
    };
    let mut source = Document::load_mem_with_options(bytes, options).map_err(|_| NotBound)?;
    let is_open = !source.is_encrypted() && !source.was_encrypted();
    if !is_open || !is_whole(&mut source) || !lies_in_its_pages(&source) {
        return Err(NotBound);
    }
    share_resources(&mut source);
    let pages: Vec<_> = source.page_iter().collect();
    // A page that is there twice would be one object with two places.
    let is_tree = pages.iter().collect::<BTreeSet<_>>().len() == pages.len();
    if pages.is_empty() || !is_tree || counted(&source) != Some(pages.len()) {
        return Err(NotBound);
    }
    for page in pages {
        let mut alone = stands_alone(&source, page).ok_or(NotBound)?;
        clean_annotations(&mut source, &mut alone)?;
        source.objects.insert(page, alone.into());
    }
    source.renumber_objects_with(target.max_id.checked_add(1).ok_or(NotBound)?);
    let pages: Vec<_> = source.page_iter().collect();
    for page in &pages {
        let page = source.get_dictionary_mut(*page).map_err(|_| NotBound)?;
        page.set("Parent", tree);
    }
    target.max_id = source.max_id;
    target.objects.append(&mut source.objects);
    Ok(Leaves { pages })
}

/// Whether the document was read to the last object that it uses. What it names and never had is nothing
/// (ISO 32000-1, 7.3.10), and becomes that here: among other documents the number would be another's object.
fn is_whole(source: &mut Document) -> bool {
    let known: BTreeSet<ObjectId> = source.objects.keys().copied().collect();
    let entries = source.reference_table.entries.iter();
    let written: BTreeSet<u32> = entries
        .filter(|(_, entry)| matches!(entry, XrefEntry::Normal { .. } | XrefEntry::Compressed { .. }))
        .map(|(number, _)| *number)
        .collect();
    let is_whole = Cell::new(source.xref_recovery.is_none());
    source.traverse_objects(|object| match object {
        Object::Reference(id) if !known.contains(id) => {
            if written.contains(&id.0) {
                is_whole.set(false);
            }
            *object = Object::Null;
        }
        Object::Stream(stream) => {
            // One whose length is wrong or missing is read as empty.
            let is_empty = matches!(stream.dict.get(b"Length"), Ok(Object::Integer(0)));
            if stream.content.is_empty() && !is_empty {
                is_whole.set(false);
            }
        }
        _ => {}
    });
    is_whole.get()
}

/// What pages share becomes an object of its own, so that it is not copied into each of them.
fn share_resources(source: &mut Document) {
    let written_out = |object: &Object| {
        let node = object.as_dict().ok().filter(|node| node.has(b"Kids"))?;
        node.get(b"Resources")
            .ok()
            .filter(|shared| shared.as_dict().is_ok())
            .cloned()
    };
    let shared: Vec<_> = source
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, written_out(object)?)))
        .collect();
    for (node, resources) in shared {
        let id = source.add_object(resources);
        if let Ok(node) = source.get_dictionary_mut(node) {
            node.set("Resources", id);
        }
    }
}

/// Whether all that a reader shows of a document is in its pages: no form that is drawn when it is opened, no layers
/// that are hidden, no files inside.
fn lies_in_its_pages(source: &Document) -> bool {
    let Ok(catalog) = source.catalog() else {
        return false;
    };
    let within = |dictionary: &Dictionary, key: &[u8]| -> Option<Dictionary> {
        dictionary.get_deref(key, source).ok()?.as_dict().ok().cloned()
    };
    let has_form = within(catalog, b"AcroForm").is_some_and(|form| {
        let draws = form.get_deref(b"NeedAppearances", source).and_then(Object::as_bool);
        form.has(b"XFA") || draws.unwrap_or(false)
    });
    let hides = within(catalog, b"OCProperties").is_some_and(|layers| {
        let Some(usual) = within(&layers, b"D") else {
            return true;
        };
        let off = usual.get_deref(b"OFF", source).and_then(Object::as_array);
        let base = usual.get_deref(b"BaseState", source).and_then(Object::as_name);
        off.is_ok_and(|off| !off.is_empty()) || base.is_ok_and(|base| base != b"ON") || usual.has(b"AS")
    });
    let has_files = within(catalog, b"Names").is_some_and(|names| names.has(b"EmbeddedFiles"));
    !has_form && !hides && !has_files && !catalog.has(b"Collection")
}

/// How many pages the document says that it has.
fn counted(source: &Document) -> Option<usize> {
    let tree = source
        .catalog()
        .ok()?
        .get_deref(b"Pages", source)
        .ok()?
        .as_dict()
        .ok()?;
    usize::try_from(tree.get_deref(b"Count", source).ok()?.as_i64().ok()?).ok()
}

/// A page with what it has from those above it, and without what a reader would do on opening it.
fn stands_alone(source: &Document, page: ObjectId) -> Option<Dictionary> {
    let mut alone = source.get_dictionary(page).ok()?.clone();
    let mut above = alone.clone();
    for _ in 0..DEPTH {
        for key in INHERITED {
            if let (false, Ok(value)) = (alone.has(key), above.get(key)) {
                alone.set(key, value.clone());
            }
        }
        let Ok(parent) = above.get_deref(b"Parent", source).and_then(Object::as_dict) else {
            // What it would start, and what it was part of, which stays behind.
            for key in [b"AA".as_slice(), b"B", b"StructParents"] {
                alone.remove(key);
            }
            // What has pages below it is none.
            let is_page = alone.has(b"MediaBox") && !alone.has(b"Kids");
            return is_page.then_some(alone);
        };
        above = parent.clone();
    }
    None
}

/// A note or a filled field stays as it is drawn, and a link leads where it led; scripts and programs that a note would
/// start are taken away. One that a reader would have to draw first, or that holds more than is drawn, can't be bound.
fn clean_annotations(source: &mut Document, page: &mut Dictionary) -> Result<(), NotBound> {
    let Ok(listed) = page.get_deref(b"Annots", source).and_then(Object::as_array) else {
        return Ok(());
    };
    let mut kept = Vec::new();
    for entry in listed {
        let Ok(note) = source.dereference(entry).and_then(|(_, note)| note.as_dict()) else {
            continue;
        };
        let kind = note.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let is_undrawn = kind == b"Widget" && !is_drawn(source, note) && is_seen(source, note);
        if is_undrawn || HOLDING_MORE.contains(&kind) {
            return Err(NotBound);
        }
        let mut note = note.clone();
        note.remove(b"AA");
        let action = note.get_deref(b"A", source).and_then(Object::as_dict).ok().cloned();
        if let Some(mut action) = action {
            let what = action.get(b"S").and_then(Object::as_name).unwrap_or_default();
            if what == b"URI" || what == b"GoTo" {
                action.remove(b"Next");
                note.set("A", action);
            } else {
                note.remove(b"A");
            }
        }
        // Of the form that it was part of, which stays behind.
        note.remove(b"StructParent");
        kept.push((entry.as_reference().ok(), note));
    }
    let mut notes = Vec::new();
    for (id, note) in kept {
        match id {
            Some(id) => {
                source.objects.insert(id, note.into());
                notes.push(Object::Reference(id));
            }
            None => notes.push(note.into()),
        }
    }
    page.set("Annots", notes);
    Ok(())
}

/// Whether a note says how it looks: in one way, or in several of which it names one (ISO 32000-1, 12.5.5).
fn is_drawn(source: &Document, note: &Dictionary) -> bool {
    let looks = note.get_deref(b"AP", source).and_then(Object::as_dict);
    match looks.and_then(|looks| looks.get_deref(b"N", source)) {
        Ok(Object::Stream(_)) => true,
        Ok(Object::Dictionary(_)) => note.has(b"AS"),
        _ => false,
    }
}

/// Whether a note takes room on its page and is not hidden (ISO 32000-1, table 165). A signature often is not seen.
fn is_seen(source: &Document, note: &Dictionary) -> bool {
    let flags = note.get_deref(b"F", source).and_then(Object::as_i64).unwrap_or(0);
    let corners = note.get_deref(b"Rect", source).and_then(Object::as_array);
    let corners: Vec<_> = corners
        .into_iter()
        .flatten()
        .filter_map(|corner| corner.as_float().ok())
        .collect();
    let has_room = matches!(corners[..], [left, bottom, right, top] if left != right && bottom != top);
    has_room && flags & (HIDDEN | NO_VIEW) == 0
}
