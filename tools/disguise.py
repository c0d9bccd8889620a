#!/usr/bin/env python3
"""Disguise a page or message the way senders hide words from filters; a person reads the same.

    tools/disguise.py --list
    tools/disguise.py NAME[+NAME] FILE [--encoding NAME]   (bytes to standard output)

disguise(name, data, html, encoding) -> (data, html). A disguise that needs markup first wraps a
text as a plain page. What the encoding cannot hold becomes a numeric reference.
"""
import base64
import html as H
import re
import sys
import unicodedata

CODECS = {'utf-8': 'utf-8', 'shift_jis': 'cp932', 'euc-jp': 'euc_jp', 'iso-2022-jp': 'iso2022_jp',
          'utf-16': 'utf-16', 'utf-16be': 'utf-16-be', 'utf-16le': 'utf-16', 'gb18030': 'gb18030',
          'euc-kr': 'cp949', 'big5': 'cp950'}
JP = '\u3041-\u309f\u30a1-\u30fa\u30fc\u3400-\u9fff々'
RUN = re.compile('[%s]{2,}' % JP)
KANJI = dict(p.split('=') for p in '''登録=とうろく 料金=りょうきん 支払=しはら 請求=せいきゅう 電話=でんわ
連絡=れんらく 至急=しきゅう 完了=かんりょう 会員=かいいん 入会=にゅうかい 退会=たいかい 利用=りよう
契約=けいやく 成立=せいりつ 振込=ふりこみ 口座=こうざ 銀行=ぎんこう 延滞=えんたい 期限=きげん
法的=ほうてき 措置=そち 訴訟=そしょう 裁判=さいばん 手続=てつづ 個人=こじん 情報=じょうほう
特定=とくてい 取得=しゅとく 警告=けいこく 感染=かんせん 検出=けんしゅつ 遠隔=えんかく 操作=そうさ
動画=どうが 無料=むりょう 有料=ゆうりょう 未納=みのう 滞納=たいのう 債権=さいけん 回収=かいしゅう
譲渡=じょうと 勤務先=きんむさき 家族=かぞく 職場=しょくば 自宅=じたく 訪問=ほうもん 差押=さしおさえ
給料=きゅうりょう 財産=ざいさん 最終=さいしゅう 通告=つうこく 通知=つうち 本日=ほんじつ 以内=いない
時間=じかん 確認=かくにん 購入=こうにゅう 番号=ばんごう 送金=そうきん 録画=ろくが 解約=かいやく
解除=かいじょ 誤登録=ごとうろく 窓口=まどぐち 年齢=ねんれい 認証=にんしょう 規約=きやく 同意=どうい
閲覧=えつらん 履歴=りれき 記録=きろく 端末=たんまつ 画面=がめん 発生=はっせい 加算=かさん 弁護士=べんごし
警察=けいさつ 被害=ひがい 削除=さくじょ 停止=ていし 強制=きょうせい 執行=しっこう 免除=めんじょ
返金=へんきん 手数料=てすうりょう 担当=たんとう 本人=ほんにん お客様=おきゃくさま 入金=にゅうきん'''.split())
OLD = str.maketrans('録円会学国発売読対応権関係継続経済証総', '錄圓會學國發賣讀對應權關係繼續經濟證總')
LOOK = str.maketrans('ロカニタエハ一', '口力二夕工八ー')
LOOK_LATIN = str.maketrans('aeopcxyABEHKMOPTX', 'аеорсхуАВЕНКМОРТХ')
HALF = {}
for _c in range(0xff66, 0xff9e):
    HALF[unicodedata.normalize('NFKC', chr(_c))] = chr(_c)
ADVICE = ('架空請求にご注意ください。消費生活センターや警察に相談し、無視してください。'
          'このような請求は詐欺です。支払う必要はありません。')
TERMS = ('第%d条 本規約は、利用者が本サービスを利用する際の条件を定めるものです。'
         '利用者は、本規約の内容を理解したうえで利用するものとします。')


def between(mark, every=1):
    return lambda t: RUN.sub(lambda m: mark.join(m.group(0)), t)


def fullwidth(t):
    return ''.join(chr(ord(c) + 0xfee0) if '!' <= c <= '~' else c for c in t)


def halfkana(t):
    out = []
    for c in t:
        d = unicodedata.normalize('NFD', c)
        if 'ァ' <= c <= 'ヿ' and d[0] in HALF:
            out.append(HALF[d[0]] + ('ﾞ' if '\u3099' in d[1:] else 'ﾟ' if '\u309a' in d[1:] else ''))
        else:
            out.append(c)
    return ''.join(out)


def to_kana(t):
    for k in sorted(KANJI, key=len, reverse=True):
        t = t.replace(k, KANJI[k])
    return t


def mixed(t):
    return re.sub('[\u3041-\u3096]', lambda m: chr(ord(m.group(0)) + 0x60)
                  if ord(m.group(0)) % 3 == 0 else m.group(0), t)


def clumsy(t):
    for a, b in (('お支払いください', '支払いをしてください'), ('ください', 'してくださいませ'),
                 ('あなたの', 'あなたはの'), ('しました', 'しましたです'), ('を', 'をば'), ('、', ' ')):
        t = t.replace(a, b)
    return t


def cells(t):
    """A row of a table: each Japanese character in its own cell, what is between them in one."""
    if not RUN.search(t):
        return t
    return '<table><tr>%s</tr></table>' % ''.join('<td>%s</td>' % c for c in re.findall(
        '[%s]|[^%s]+' % (JP, JP), t) if c.strip())


TEXT = {  # on the visible words
    'fullwidth': fullwidth, 'halfwidth-kana': halfkana,
    'spaces-in-words': between(' '), 'stops-in-words': between('.'),
    'decoration-in-words': between('★'), 'zero-width': between('\u200b'),
    'lookalike-kanji': lambda t: t.translate(LOOK),
    'lookalike-kana': lambda t: t.translate(str.maketrans('ニハヘタ', '二八へ夕')),
    'kana-for-kanji': to_kana, 'old-kanji': lambda t: t.translate(OLD),
    'bidi': between('\u2060\u202a\u202c'), 'mixed-scripts': mixed, 'machine-translated': clumsy,
    'upper-lower': lambda t: ''.join(c.upper() if i % 2 else c.lower() for i, c in enumerate(t)),
    'lookalike-latin': lambda t: t.translate(LOOK_LATIN),
}
MARKUP = {  # words in -> markup out
    'numeric-entities': lambda t: ''.join('&#%d;' % ord(c) if ord(c) > 127 else c for c in t),
    'split-tags': lambda t: RUN.sub(lambda m: '</b><b>'.join(m.group(0)).join(('<b>', '</b>')), t),
    'comments-in-words': lambda t: RUN.sub(lambda m: '<!--x-->'.join(m.group(0)), t),
    'ruby': lambda t: re.sub('|'.join(sorted(KANJI, key=len, reverse=True)), lambda m:
                             '<ruby>%s<rt>%s</rt></ruby>' % (m.group(0), KANJI[m.group(0)]), t),
    'one-char-per-cell': cells,
}


def on_words(page, fn, is_html):
    """Apply fn to the words a person sees, not to tags, scripts and styles."""
    if not is_html:
        return fn(page)
    parts = re.split(r'(?is)(<(script|style|title|textarea|select)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)', page)
    out, i = [], 0
    while i < len(parts):
        out.append(fn(H.unescape(parts[i])) if False else re.sub(
            r'(&[#\w]+;)|([^&]+|&)', lambda m: m.group(1) or fn(m.group(2)), parts[i]))
        if i + 1 < len(parts):
            out.append(parts[i + 1])
        i += 3
    return ''.join(out)


def words(page):
    """Lines of visible words of a page."""
    page = re.sub(r'(?is)<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->', '', page)
    page = re.sub(r'(?i)<(br|/p|/div|/h\d|/li|/tr|/td|p|div|h\d)\b[^>]*>', '\n', page)
    page = H.unescape(re.sub(r'<[^>]*>', '', page))
    return [' '.join(l.split()) for l in page.split('\n') if l.strip()]


def wrap(text):
    return ('<!DOCTYPE html><html><head><title>-</title></head><body>%s</body></html>'
            % ''.join('<p>%s</p>\n' % H.escape(l) for l in text.split('\n') if l.strip()))


def into_body(page, before, after=''):
    m = re.search(r'(?i)<body[^>]*>', page)
    at = m.end() if m else 0
    end = re.search(r'(?i)</body', page)
    stop = end.start() if end else len(page)
    return page[:at] + before + page[at:stop] + after + page[stop:]


def whole(page, body):
    """The words in another way; title, scripts, links and forms stay what they were."""
    title = re.search(r'(?is)<title\b.*?</title\s*>', page)
    tag = re.search(r'(?i)<body\b[^>]*>', page)
    rest = ''
    for m in re.finditer(r'(?is)<script\b.*?</script\s*>|<(a|form|button|iframe|object|audio|input|'
                         r'embed|meta\s+http-equiv=["\']?refresh)\b[^>]*>', page):
        name = (m.group(1) or '').lower()
        rest += m.group(0) + ('</%s>' % name if name and name[:5] not in
                              ('input', 'embed', 'meta ') else '')
    return '<!DOCTYPE html><html><head>%s</head>%s%s%s</body></html>' % (
        title.group(0) if title else '<title>-</title>', tag.group(0) if tag else '<body>',
        body, rest)


def js(s):
    return ''.join('\\u%04x' % u for u in memoryview(s.encode('utf-16-le')).cast('H'))


def visible_body(page):
    return ''.join('<p>%s</p>' % H.escape(l) for l in words(page))


PAGE = {
    'css-content': lambda p: whole(p, '<style>' + ''.join(
        '#a%d::before{content:"%s"}' % (i, l.replace('\\', '').replace('"', "'"))
        for i, l in enumerate(words(p))) + '</style>' + ''.join(
        '<p id=a%d></p>' % i for i in range(len(words(p))))),
    'alt-text': lambda p: whole(p, ''.join('<p><img src=a%d.png alt="%s"></p>' % (
        i, H.escape(l)) for i, l in enumerate(words(p)))),
    'script-escapes': lambda p: whole(p, '<script>document.write("%s")</script>'
                                      % js(visible_body(p))),
    'concatenation': lambda p: whole(p, '<script>var s="";%sdocument.write(s);</script>' % ''.join(
        's+="%s"+"%s";' % (l[:len(l) // 2], l[len(l) // 2:]) for l in (
            ('<p>%s</p>' % H.escape(x)).replace('\\', '').replace('"', "'") for x in words(p)))),
    'base64': lambda p: whole(p, '<script>document.write(decodeURIComponent(escape(atob("%s"))))'
                              '</script>' % base64.b64encode(visible_body(p).encode()).decode()),
    'srcdoc': lambda p: whole(p, '<iframe srcdoc="%s"></iframe>' % H.escape(visible_body(p))),
    'frames': lambda p: whole(p, '<iframe src="data:text/html;charset=utf-8;base64,%s"></iframe>'
                              % base64.b64encode(visible_body(p).encode()).decode()),
    'hidden-padding': lambda p: into_body(p, '<div style="display:none">%s</div>' % (
        '今日は良い天気です。散歩に出かけました。' * 60)),
    'off-screen-advice': lambda p: into_body(
        p, '<div style="position:absolute;left:-9999px">%s</div>' % (ADVICE * 4)),
    'long-terms': lambda p: into_body(p, '', ''.join('<p>' + TERMS % i + '</p>'
                                                     for i in range(1, 60))),
}
NAMES = sorted(TEXT) + sorted(MARKUP) + sorted(PAGE) + ['wrong-charset-label', 'truncated']
PAIRS = ['spaces-in-words+fullwidth', 'kana-for-kanji+zero-width', 'split-tags+numeric-entities',
         'script-escapes+off-screen-advice']


def encode(text, encoding, is_html):
    codec = CODECS.get(encoding, 'utf-8')
    if is_html:
        return text.encode(codec, 'xmlcharrefreplace')
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return text.encode('utf-8')


def disguise(name, data, is_html, encoding='utf-8'):
    for one in name.split('+'):
        text = data.decode(CODECS.get(encoding, 'utf-8'), 'replace').lstrip('\ufeff')
        if one == 'truncated':
            data = data[:len(data) * 3 // 4]
            continue
        if one in TEXT:
            text = on_words(text, TEXT[one], is_html)
        else:
            if not is_html:
                text, is_html = wrap(text), True
            if one in MARKUP:
                text = on_words(text, MARKUP[one], True)
            elif one in PAGE:
                text = PAGE[one](text)
            elif one == 'wrong-charset-label':
                wrong = 'EUC-JP' if encoding == 'shift_jis' else 'Shift_JIS'
                text = re.sub(r'(?i)<meta[^>]*charset[^>]*>', '', text)
                text = re.sub(r'(?i)(<head[^>]*>|^)', lambda m: m.group(0) +
                              '<meta charset="%s">' % wrong, text, count=1)
            else:
                raise ValueError('no such disguise: ' + one)
        data = encode(text, encoding, is_html)
        try:
            data.decode(CODECS.get(encoding, 'utf-8'))
        except UnicodeDecodeError:
            encoding = 'utf-8'
    return data, is_html


if __name__ == '__main__':
    if len(sys.argv) < 3:
        print('\n'.join(NAMES + PAIRS))
    else:
        enc = sys.argv[4] if len(sys.argv) > 4 else 'utf-8'
        raw = open(sys.argv[2], 'rb').read()
        sys.stdout.buffer.write(disguise(sys.argv[1], raw, raw.lstrip().startswith(b'<'), enc)[0])
