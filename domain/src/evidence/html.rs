//! The document as one file that opens anywhere: no script, nothing from elsewhere, and no text of it is markup.

use crate::letter;
use crate::wire::evidence::{Block, Document, Fact, Section};
use crate::word::Language;
use html_escape::{encode_double_quoted_attribute, encode_text};

/// The same document gives the same bytes.
pub fn html(document: &Document) -> String {
    let mut body = element("h1", &document.title);
    for words in &document.notice {
        body.push_str(&element("p", words));
    }
    body.push_str("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n");
    for Section { id, heading, .. } in &document.sections {
        let id = encode_double_quoted_attribute(id);
        body.push_str(&["<li><a href=\"#", &*id, "\">", &encode_text(heading), "</a></li>\n"].concat());
    }
    body.push_str("</ol>\n</nav>\n");
    for Section { id, heading, blocks } in &document.sections {
        let id = encode_double_quoted_attribute(id);
        body.push_str(&["<section id=\"", &*id, "\">\n", &element("h2", heading)].concat());
        for part in blocks {
            block(part, &mut body);
        }
        body.push_str("</section>\n");
    }
    letter::page(Language::English, &document.title, &body)
}

fn element(name: &str, text: &str) -> String {
    ["<", name, ">", &encode_text(text), "</", name, ">\n"].concat()
}

fn block(block: &Block, body: &mut String) {
    match block {
        Block::Heading(words) => body.push_str(&element("h3", words)),
        Block::Paragraph(words) => body.push_str(&element("p", words)),
        Block::Text(words) => {
            let lines: Vec<_> = words.lines().map(|line| encode_text(line).into_owned()).collect();
            body.push_str(&["<blockquote>", &lines.join("<br>\n"), "</blockquote>\n"].concat());
        }
        Block::Facts(facts) if facts.is_empty() => {}
        Block::Facts(facts) => {
            body.push_str("<table>\n");
            for Fact { name, value } in facts {
                let (name, value) = (encode_text(name), encode_text(value));
                body.push_str(&["<tr><th scope=\"row\">", &*name, "</th><td>", &*value, "</td></tr>\n"].concat());
            }
            body.push_str("</table>\n");
        }
    }
}
