#!/usr/bin/env python3
"""Change a text so that the right answer is known.

transform(name, page, html) -> (page, html, allowed verdicts); frames make a fraud a text about
fraud; padded, glued to another text or cut it is still to be accused, if only as suspicious. An
advertiser on a page of advice leaves it advice, and must be told as well.
"""
import html as H

from disguise import into_body, words, wrap

LIVE = {'fraud', 'suspicious'}
P = '<p>%s</p>'


def shown(page, is_html):
    return words(page) if is_html else [l for l in page.split('\n') if l.strip()]


def article(title, lead, opening, line, closing, after):
    def make(lines):
        return ('<!DOCTYPE html><html><head><meta charset="utf-8"><title>%s</title></head><body>'
                '<h1>%s</h1><p>%s</p>%s%s%s<p>%s</p></body></html>') % (
            title, title, lead, opening, ''.join(line % H.escape(l) for l in lines), closing, after)
    return make


FRAMES = {
    'police-quote': article('架空請求詐欺に注意（見本県警察）', '県内で次のような文面が届いたとの相談が増えています。',
                            '<blockquote>', P, '</blockquote>',
                            'このような請求は詐欺です。絶対に連絡せず、警察や消費生活センターに相談してください。'),
    'news-paste': article('偽の請求画面、相談相次ぐ', '画面には次のように表示されるという。', '', P, '',
                          '県警は詐欺とみて調べており、支払わずに相談するよう呼びかけている。'),
    'blog-pre': article('怪しいメールが届いたので晒します', '迷惑メールの全文を貼ります。', '<pre>', '%s\n', '</pre>',
                        '典型的な詐欺です。返信も支払いもせず、無視しましょう。'),
    'advice-list': article('ワンクリック詐欺の手口と対処法', '実際に使われた文言の例です。', '<ul>', '<li>%s</li>', '</ul>',
                           'これらの表示が出ても契約は成立しません。慌てて電話しないでください。'),
    'qa-kagi': article('この請求は詐欺ですか？', '質問：スマホに以下のような画面が出ました。払わないといけませんか。', '',
                       '<p>「%s」</p>', '', 'ベストアンサー：詐欺です。無視して大丈夫です。心配なら188に相談してください。'),
    'english': article('Scam alert: do not pay', 'Here is the text of a scam message reported to us:',
                       '<blockquote>', P, '</blockquote>',
                       'This is a scam. Do not call, do not pay, and report it.'),
}
INNOCENT = '<p>庭の手入れは季節ごとに少しずつ進めます。春は土を起こし、夏は水やりを欠かさず、秋には落ち葉を集めます。</p>'
NAMES = ['framed-' + f for f in FRAMES] + ['surrounded', 'first-screen', 'sms-70']


def transform(name, page, is_html):
    lines = shown(page, is_html)
    if name.startswith('framed-'):
        return FRAMES[name[7:]](lines), True, {'about'}
    if name == 'surrounded':
        return into_body(page if is_html else wrap(page), INNOCENT * 120, INNOCENT * 120), True, \
            LIVE
    text = '\n'.join(lines)
    if name == 'first-screen':
        return text[:len(text) * 2 // 5], False, LIVE
    if name == 'sms-70':
        return text.replace('\n', '')[:70], False, LIVE
    raise ValueError(name)


def glue(a, a_html, b, b_html):
    return wrap('\n'.join(shown(a, a_html) + shown(b, b_html))), True, LIVE


def advertise(page, is_html, ad, ad_html):
    """A page of advice with the words of somebody who sells "help" under it."""
    return into_body(page if is_html else wrap(page), '', '<aside><p>PR</p>%s</aside>' % ''.join(
        P % H.escape(l) for l in shown(ad, ad_html))), True, {'about'}
