"""Questions as Moodle's own export writes them: nested tags, CDATA, &nbsp;, empty feedback, files in base64."""

from tests.assessments.formats.pictures import drawn, in_base64

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
COMMON = """
    <generalfeedback format="html"><text></text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden><idnumber></idnumber>"""


def quiz(*questions: str) -> bytes:
    return f"{HEAD}{''.join(questions)}</quiz>\n".encode()


def question(kind: str, text: str, rest: str = "", files: str = "", name: str = "Q") -> str:
    return f"""<!-- question: 12  -->
  <question type="{kind}">
    <name>
      <text>{name}</text>
    </name>
    <questiontext format="html">
      <text><![CDATA[{text}]]></text>{files}
    </questiontext>{COMMON}{rest}
  </question>
"""


def file(name: str, content: bytes | None = None) -> str:
    held = in_base64(drawn() if content is None else content)
    return f'\n<file name="{name}" path="/" encoding="base64">{held}</file>'


def answers(*told: tuple[str, str]) -> str:
    return "".join(
        f'<answer fraction="{share}" format="html"><text><![CDATA[<p dir="ltr">{text}<br></p>]]></text>'
        f'<feedback format="html"><text></text></feedback></answer>'
        for share, text in told
    )


CLOZE = question(
    "cloze",
    '<p dir="ltr">The&nbsp;number of the <b>militia</b> is {1:SHORTANSWER:%100%102#Right~=one zero two~*#No}.</p>'
    "<p>First {2:MCV:see&amp;hear~=%(x)s~%50%listen} to {:MULTICHOICE_S:=each one~both \\} sides}, "
    "at most {1:NUMERICAL:=24:1} hours.</p>".replace("=%(x)s", "=look"),
)
SELECT = question(
    "gapselect",
    "<p>The [[2]] is kept in the [[1]]; the [[2]] again.</p>",
    "<shuffleanswers>1</shuffleanswers>"
    "<selectoption><text>book</text><group>1</group></selectoption>"
    "<selectoption><text>note</text><group>2</group></selectoption>"
    "<selectoption><text>fine</text><group>2</group></selectoption>"
    "<selectoption><text>shelf</text><group>1</group></selectoption>",
)
DRAGGED = question(
    "ddwtos", "A [[1]] day.", "<dragbox><text>fine</text><group>1</group></dragbox>"
    "<dragbox><text>bad</text><group>1</group><infinite/></dragbox>",
)  # fmt: skip
MATCHING = question(
    "matching",
    "<p>Which number calls whom?</p>",
    "<shuffleanswers>true</shuffleanswers>"
    '<subquestion format="html"><text><![CDATA[<p><b>102</b></p>]]></text><answer><text>militia</text></answer>'
    '</subquestion><subquestion format="html"><text>103</text><answer><text>doctors</text></answer></subquestion>'
    '<subquestion format="html"><text></text><answer><text>firemen</text></answer></subquestion>',
)
DRAGGED_MATCH = question(
    "ddmatch",
    "Match",
    '<subquestion format="html"><text>a</text><answer format="html"><text><![CDATA[<p>1</p>]]></text></answer>'
    '</subquestion><subquestion format="html"><text>b</text><answer format="html"><text>2</text></answer>'
    "</subquestion>",
)
ESSAY = question(
    "essay",
    "<p>Describe a beat.</p>",
    "<responseformat>editorfilepicker</responseformat><responserequired>1</responserequired>"
    "<responsefieldlines>15</responsefieldlines><minwordlimit></minwordlimit><maxwordlimit>150</maxwordlimit>"
    "<attachments>1</attachments><attachmentsrequired>0</attachmentsrequired>"
    '<graderinfo format="html"><text><![CDATA[<p>3 Names the law</p><p>2 Gives a reason</p>]]></text></graderinfo>'
    '<responsetemplate format="html"><text>Dear</text></responsetemplate>',
)
FILES = question(
    "essay",
    "<p>Draw a plan.</p>",
    "<responseformat>noinline</responseformat><attachments>1</attachments><maxwordlimit></maxwordlimit>"
    '<graderinfo format="html"><text>Look at the roads</text></graderinfo>',
)
PICTURED = question(
    "multichoice",
    '<p>Which sign is this?<br></p><p><img src="@@PLUGINFILE@@/stop%20sign.png" alt="A red sign" width="200"></p>'
    '<p><img src="@@PLUGINFILE@@/second.png"><img src="http://127.0.0.1:6379/x.png"></p>',
    f"<single>true</single>{answers(('100', 'Stop'), ('0', 'Go&nbsp;on'))}",
    file("stop sign.png") + file("second.png") + file("unused.png"),
)
MARKER = question("ddmarker", "Mark it", "<drag><no>1</no><text>x</text></drag>", file("a.png"))
