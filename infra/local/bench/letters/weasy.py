"""The letters of a folder from HTML to PDF/UA-1, one by one in one process; how much CPU the first and all of them took."""

import json
import sys
import time
from pathlib import Path

import weasyprint


def cpu_us():
    return int(time.process_time() * 1_000_000)


def printed(page):
    return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")


pages = [path.read_text() for path in sorted(Path(sys.argv[1]).glob("*.html"))]
before = cpu_us()
printed(pages[0])
first = cpu_us()
for page in pages:
    printed(page)
print(json.dumps({"first_us": first - before, "all_us": cpu_us() - first, "letters": len(pages)}))
