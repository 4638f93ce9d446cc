"""Files as other systems write them, small."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

GIFT = r"""// made by hand, after the examples of the format's documentation
$CATEGORY: $course$/top/Law

::True one::The word is written 1\=1 \{so\}. {T}

Who leads? {
  =The head # right
  ~The cadet
  ####Because of the order.
}

Two plus {=two =2} is four.

Which belong together? { =a -> 1 =b -> 2 =c -> 3 }

In what year? {#1994:1}

Between? {#1..5}

Who are they? {~%-100%Nobody ~%50%One ~%50%Two ~%-100%Three}

Write about it {}

Take a pencil.

Broken {=a ~b
"""

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<question type="category"><category><text>$course$/top/Law</text></category></question>
<question type="multichoice"><name><text>Head</text></name>
 <questiontext format="html"><text><![CDATA[<p>Who <b>leads</b>?</p>]]></text></questiontext>
 <generalfeedback format="html"><text>Because.</text></generalfeedback>
 <single>true</single><shuffleanswers>false</shuffleanswers>
 <answer fraction="100" format="html"><text><![CDATA[<p>The head</p>]]></text>
  <feedback><text>yes</text></feedback></answer>
 <answer fraction="0" format="html"><text>The cadet</text><feedback><text></text></feedback></answer></question>
<question type="multichoice"><name><text>Some</text></name>
 <questiontext format="html"><text>Which?</text></questiontext><single>false</single>
 <answer fraction="33.33333"><text>a</text></answer><answer fraction="66.66667"><text>b</text></answer>
 <answer fraction="-100"><text>c</text></answer></question>
<question type="truefalse"><name><text>TF</text></name><questiontext format="html"><text>So?</text></questiontext>
 <answer fraction="0"><text>true</text></answer><answer fraction="100"><text>false</text></answer></question>
<question type="shortanswer"><name><text>Short</text></name>
 <questiontext format="html"><text>Number?</text></questiontext>
 <answer fraction="100"><text>102</text></answer><answer fraction="50"><text>103</text></answer></question>
<question type="numerical"><name><text>Num</text></name><questiontext format="html"><text>How far?</text></questiontext>
 <answer fraction="100"><text>2.5</text><tolerance>0.1</tolerance></answer>
 <units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units></question>
<question type="matching"><name><text>M</text></name>
 <questiontext format="html"><text>Match</text></questiontext>
 <subquestion><text>a</text><answer><text>1</text></answer></subquestion>
 <subquestion><text>b</text><answer><text>2</text></answer></subquestion></question>
<question type="essay"><name><text>E</text></name>
 <questiontext format="html"><text>Write</text></questiontext></question>
<question type="description"><name><text>D</text></name>
 <questiontext format="html"><text>Hi</text></questiontext></question>
<question type="multichoice"><name><text>Pic</text></name>
 <questiontext format="html"><text><![CDATA[Which?<img src="@@PLUGINFILE@@/a.png">]]></text>
 <file name="a.png" encoding="base64">AAAA</file></questiontext>
 <answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>
</quiz>
"""

AIKEN = """Who leads?
A) The cadet
B) The head
ANSWER: B

Which letter?
A. one
B. two
ANSWER: D

Without an end
A. one
B. two
"""

QTI2 = """<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="q1" title="Head">
<responseDeclaration identifier="RESPONSE" cardinality="single" baseType="identifier">
<correctResponse><value>B</value></correctResponse></responseDeclaration>
<itemBody><p>Think.</p><choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="1">
<prompt>Who leads?</prompt><simpleChoice identifier="A">The cadet</simpleChoice>
<simpleChoice identifier="B">The <b>head</b></simpleChoice></choiceInteraction></itemBody></assessmentItem>
"""


def item(body: str, declared: str = "") -> str:
    return (
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="q" title="T">'
        f"{declared}<qti-item-body>{body}</qti-item-body></qti-assessment-item>"
    )


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: dict[str, bytes | str]) -> bytes:
    """An archive of files by their names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(*paragraphs: str | list[tuple[str, str]], links: str = "", **media: bytes) -> bytes:
    """A Word file; «**text**» is bold, «#1 text» stands in Word's list of questions, «#a text» in one of choices.

    A list of pairs is a table; «!id» is a picture by the id of its link: "rId9", to the file `media` names so.
    """
    body = "".join(_table(one) if isinstance(one, list) else _paragraph(one) for one in paragraphs)
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:numFmt w:val="{how}"/></w:lvl></w:abstractNum>'
        for n, how in ((1, "decimal"), (2, "lowerLetter"))
    )
    nums = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in (1, 2))
    links += "".join(f'<Relationship Id="{name}" Target="media/{name}.png"/>' for name in media)
    return packed(
        {
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:a="{A}" xmlns:r="{R}"><w:body>{body}</w:body>'
            "</w:document>",
            "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{numbering}{nums}</w:numbering>',
            "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>",
            **{f"word/media/{name}.png": content for name, content in media.items()},
        }
    )


def _table(rows: list[tuple[str, str]]) -> str:
    cells = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _paragraph(text: str) -> str:
    if text.startswith("!"):
        return f'<w:p><w:r><w:drawing><a:blip r:embed="{text[1:]}"/></w:drawing></w:r></w:p>'
    listed = {"#1": "1", "#a": "2"}.get(text[:2], "")
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{listed}"/></w:numPr>' if listed else ""
    text = text[3:] if listed else text
    bold = text.startswith("**")
    run = f"<w:r><w:rPr>{'<w:b/>' if bold else ''}</w:rPr><w:t>{text.strip('*') if bold else text}</w:t></w:r>"
    return f"<w:p><w:pPr>{numbered}</w:pPr>{run}</w:p>"
