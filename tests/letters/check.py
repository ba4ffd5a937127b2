"""Whether PDFs are what PDF/UA-1 (ISO 14289-1) asks of a letter, found out without what made them: each is read back and
its structure walked. Beside each lies what it must say, block by block.
"""

import json
import sys
import unicodedata
from pathlib import Path

import pikepdf

TEXT = {"Tj", "TJ", "'", '"'}
PAINTS = TEXT | {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "EI"}
LARGE_POINTS = 18


class Wrong(Exception):
    pass


def must(holds, what):
    if not holds:
        raise Wrong(what)


def main(folder):
    wrong = 0
    paths = sorted(Path(folder).glob("*.pdf"))
    for path in paths:
        try:
            check(path, json.loads(path.with_suffix(".json").read_text()))
        except (Wrong, pikepdf.PdfError, KeyError, AttributeError, TypeError, ValueError) as error:
            wrong += 1
            print(f"{path.name}: {type(error).__name__}: {error}")
    print(f"{len(paths)} letters looked at, {wrong} of them wrong")
    return 1 if wrong or not paths else 0


def check(path, expected):
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        must(bool(root.MarkInfo.Marked), "it is not marked")
        must(not root.MarkInfo.get("/Suspects", False), "its marks are suspect")
        must(str(root.Lang) == expected["language"], f"its language is {root.Lang}")
        must(bool(root.ViewerPreferences.DisplayDocTitle), "its title is not displayed")
        with pdf.open_metadata() as about:
            must(about.get("dc:title") == expected["title"], f"its title is {about.get('dc:title')}")
            must(str(about.get("pdfuaid:part")) == "1", "it does not say that it is PDF/UA-1")
        for banned in ("/OpenAction", "/AA", "/AcroForm", "/Names"):
            must(banned not in root, f"it has {banned}")
        pages = [Page(page, number) for number, page in enumerate(pdf.pages, 1)]
        for page in pages:
            must([float(side) for side in page.page.mediabox] == [0, 0, 612, 792], "a page is not US Letter")
        if expected["large"]:
            smallest = min(page.smallest for page in pages)
            must(smallest >= LARGE_POINTS, f"large print of {smallest} points")
        found = list(blocks(root.StructTreeRoot, pages))
        for page in pages:
            must(not page.texts.keys() - page.seen, f"page {page.number} has content outside the structure")
        parents(root.StructTreeRoot, pages)
    headings(found)
    says = [[tag, squeezed(text)] for tag, text in found]
    due = [[tag, squeezed(text)] for tag, text in expected["blocks"]]
    for is_said, is_due in zip(says, due):
        must(is_said == is_due, f"it says {is_said}, not {is_due}")
    must(len(says) == len(due), f"{len(says)} blocks, not {len(due)}")


def squeezed(text):
    """At the end of a line no blank is drawn; and what is read from the right is drawn from the left, so that only its
    characters can be compared."""
    squeezed = "".join(text.split())
    is_from_right = any(unicodedata.bidirectional(character) in ("R", "AL") for character in squeezed)
    return "".join(sorted(squeezed)) if is_from_right else squeezed


def headings(found):
    levels = [int(tag[1:]) for tag, _ in found if tag[0] == "H"]
    must(levels[:1] == [1] and set(levels[1:]) <= {2}, f"headings {levels}")


class Page:
    """The texts of one page by the number of their mark."""

    def __init__(self, page, number):
        self.page, self.number = page, number
        self.texts, self.seen, self.smallest = {}, set(), float("inf")
        fonts = {name: Font(font) for name, font in (page.resources.get("/Font") or {}).items()}
        marks, font, size, scale = [], None, 0.0, 1.0
        for operands, operator in pikepdf.parse_content_stream(page):
            operator = str(operator)
            if operator in ("BDC", "BMC"):
                about = operands[1] if len(operands) > 1 else None
                about = about if isinstance(about, pikepdf.Dictionary) else pikepdf.Dictionary()
                mark = about.get("/MCID")
                marks.append((str(operands[0]), None if mark is None else int(mark)))
                if mark is not None:
                    must(int(mark) not in self.texts, f"a mark is used twice on page {number}")
                    self.texts[int(mark)] = ""
            elif operator == "EMC":
                marks.pop()
            elif operator == "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            elif operator == "Tm":
                scale = abs(float(operands[3]))
            elif operator in PAINTS:
                is_artifact = any(tag == "/Artifact" for tag, _ in marks)
                numbers = [mark for _, mark in marks if mark is not None]
                must(is_artifact or numbers, f"page {number} paints outside any mark ({operator})")
                if operator in TEXT:
                    text = font.text(operands[0] if operator != '"' else operands[2])
                    self.smallest = min(self.smallest, self.smallest if is_artifact else size * scale)
                    if numbers and not is_artifact:
                        self.texts[numbers[-1]] += text
        must(not marks, f"a mark on page {number} does not end")


class Font:
    """The characters of a font, by what it says itself for machines."""

    def __init__(self, font):
        must("/ToUnicode" in font, "a font says nothing of its characters")
        descendant = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        about = descendant.FontDescriptor
        must(any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3")), "a font is not embedded")
        self.width = 2 if "/DescendantFonts" in font else 1
        self.characters = {}
        self.read(font.ToUnicode)

    def read(self, stream):
        for operands, operator in pikepdf.parse_content_stream(stream):
            values = [bytes(value) if isinstance(value, pikepdf.String) else value for value in operands]
            if str(operator) == "endbfchar":
                for code, text in zip(values[::2], values[1::2]):
                    self.characters[int.from_bytes(code)] = text.decode("utf-16-be")
            elif str(operator) == "endbfrange":
                for first, last, text in zip(values[::3], values[1::3], values[2::3]):
                    begin = int.from_bytes(first)
                    for code in range(begin, int.from_bytes(last) + 1):
                        if isinstance(text, bytes):
                            shown = int.from_bytes(text) + code - begin
                            self.characters[code] = shown.to_bytes(len(text)).decode("utf-16-be")
                        else:
                            self.characters[code] = bytes(text[code - begin]).decode("utf-16-be")

    def text(self, shown):
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
        pairs = range(0, len(codes), self.width)
        numbers = [int.from_bytes(codes[at : at + self.width]) for at in pairs]
        must(0 not in numbers, "a character has no glyph")
        return "".join(self.characters[number] for number in numbers)


ROLES = {"Document", "Part", "Sect", "Div", "H1", "H2", "P", "Span", "Strong", "NonStruct"}
BLOCKS = {"H1", "H2", "P"}


def blocks(tree, pages):
    """The blocks in the order of the structure, which is the order of reading."""
    by_id = {page.page.objgen: page for page in pages}
    roles = {str(key): str(value) for key, value in (tree.get("/RoleMap") or {}).items()}

    def walk(element, page, within):
        if isinstance(element, int):
            yield within, taken(page, element)
            return
        if element.get("/Type") == "/MCR":
            yield within, taken(by_id[element.Pg.objgen], int(element.MCID))
            return
        page = by_id[element.Pg.objgen] if "/Pg" in element else page
        role = str(element.S)
        role = roles.get(role, role)[1:]
        must(role in ROLES, f"a {role} in a letter")
        inner = role if role in BLOCKS else within
        texts = []
        for child in children(element):
            for tag, text in walk(child, page, inner):
                if role in BLOCKS:
                    must(tag == role, f"a {tag} in a {role}")
                    texts.append(str(element["/ActualText"]) if "/ActualText" in element else text)
                elif "/ActualText" in element:
                    yield tag, str(element.ActualText)
                else:
                    yield tag, text
        if role in BLOCKS:
            yield role, "".join(texts)

    def taken(page, mark):
        must(mark not in page.seen, f"mark {mark} of page {page.number} is read twice")
        page.seen.add(mark)
        return page.texts[mark]

    for child in children(tree):
        for tag, text in walk(child, None, None):
            must(tag is not None, "text outside a block")
            yield tag, text


def children(element):
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    return [int(kid) if isinstance(kid, int) else kid for kid in kids]


def parents(tree, pages):
    """Each mark leads back to its element."""
    numbers = tree.ParentTree.Nums if "/Nums" in tree.ParentTree else []
    table = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
    for page in pages:
        if page.texts:
            elements = table[int(page.page.StructParents)]
            for mark in page.texts:
                must("/S" in elements[mark], f"mark {mark} of page {page.number} leads to no element")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
