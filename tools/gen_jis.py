#!/usr/bin/env python3
"""Write the JIS tables of the charset stage as C: gen_jis.py OUTPUT.c

Source of truth are Python's own codecs, so the tables are the same on every build machine
and need no converter of the C library (musl and wasi have no CP932, newer Debian ships the
Japanese ones apart). The result equals the WHATWG indexes jis0208 and jis0212:

* cp932 gives JIS X 0208 with the NEC row 13, the NEC selection of IBM characters (rows 89-92)
  and, behind the user-defined area, the IBM extensions.
* euc_jp gives JIS X 0212. One cell differs: Python says U+007E for 0x2237, the standard U+FF5E.

Besides, one byte per JIS X 0208 cell says how surprising the character is in Japanese text;
the detector adds these up. Unit: a quarter of a natural logarithm.
"""
import sys

# Characters that make up most of everyday text: what schools teach first, and the words of
# bills, courts, accounts and telephones that this program is about.
COMMON = """
一右雨円王音下火花貝学気九休玉金空月犬見五口校左三山子四糸字耳七車手十出女小上森人水正生青夕石赤千川先
早草足村大男竹中虫町天田土二日入年白八百文木本名目立力林六引羽雲園遠何科夏家歌画回会海絵外角楽活間丸岩顔汽記
帰弓牛魚京強教近兄形計元言原戸古午後語工公広交光考行高黄合谷国黒今才細作算止市矢姉思紙寺自時室社弱首秋週春書
少場色食心新親図数西声星晴切雪船線前組走多太体台地池知茶昼長鳥朝直通弟店点電刀冬当東答頭同道読内南肉馬売買麦
半番父風分聞米歩母方北毎妹万明鳴毛門夜野友用曜来里理話悪安暗医委意育員院飲運泳駅央横屋温化荷界開階寒感漢館岸
起期客究急級宮球去橋業曲局銀区苦具君係軽血決研県庫湖向幸港号根祭皿仕死使始指歯詩次事持式実写者主守取酒受州拾
終習集住重宿所暑助昭消商章勝乗植申身神真深進世整昔全相送想息速族他打対待代第題炭短談着注柱丁帳調追定庭笛鉄転
都度投豆島湯登等動童農波配倍箱畑発反坂板皮悲美鼻筆氷表秒病品負部服福物平返勉放味命面問役薬由油有遊予羊洋葉陽
様落流旅両緑礼列練路和愛案以衣位囲胃印英栄塩億加果貨課芽改械害街各覚完官管関観願希季紀喜旗器機議求泣救給挙漁
共協鏡競極訓軍郡径型景芸欠結建健験固功好候航康告差菜最材昨札刷殺察参産散残士氏史司試児治辞失借種周祝順初松笑
唱焼象照賞臣信成省清静席積折節説浅戦選然争倉巣束側続卒孫帯隊達単置仲貯兆腸低底停的典伝徒努灯堂働特得毒熱念敗
梅博飯飛費必票標不夫付府副粉兵別辺変便包法望牧末満未脈民無約勇要養浴利陸良料量輪類令冷例歴連老労録圧移因永営
衛易益液演応往桜恩可仮価河過賀快解格確額刊幹慣眼基寄規技義逆久旧居許境均禁句群経潔件券険検限現減故個護効厚耕
鉱構興講混査再災妻採際在財罪雑酸賛支志枝師資飼示似識質舎謝授修述術準序招承証条状常情織職制性政勢精製税責績接
設舌絶銭祖素総造像増則測属率損退貸態団断築張提程適敵統銅導徳独任燃能破犯判版比肥非備俵評貧布婦富武復複仏編弁
保墓報豊防貿暴務夢迷綿輸余預容略留領異遺域宇映延沿我灰拡革閣割株干巻看簡危机揮貴疑吸供胸郷勤筋系敬警劇激穴絹
権憲源厳己呼誤后孝皇紅降鋼刻穀骨困砂座済裁策冊蚕至私姿視詞誌磁射捨尺若樹収宗就衆従縦縮熟純処署諸除将傷障城蒸
針仁垂推寸盛聖誠宣専泉洗染善奏窓創装層操蔵臓存尊宅担探誕段暖値宙忠著庁頂潮賃痛展討党糖届難乳認納脳派拝背肺俳
班晩否批秘腹奮並陛閉片補暮宝訪亡忘棒枚幕密盟模訳郵優幼欲翌乱卵覧裏律臨朗論
滞請督促債訴訟遅延詐欺被害携帯払込振賠償催免詳猶滅撮影僕俺彼頃誰嬢致貴殿御頂戴置従違反契約拒執行差押
駄濃淫卑猥脅迫恐嚇偽装隠匿虚履歴閲覧登録退会解除端末個体識別番号固有情報接続契該当者即刻至急連絡無視放
添附貼了承諾又及且尚既払戻返還返金詳細抹消削除迎歓抽選獲得賞品購読継続更新期限満了警告感染検出修復復旧
込扱替振暗証架空請求相談窓口勧誘悪質商法被害届消費生活国民生活企業株式銀行支店普通座名義様宛先件名送信受
"""

Q = 4                       # quarters of a nat


def utf(codec, data):
    try:
        s = data.decode(codec)
    except UnicodeDecodeError:
        return 0
    return ord(s) if len(s) == 1 and ord(s) < 0x10000 else 0


def cp932(ptr):
    lead, trail = divmod(ptr, 188)
    lead += 0x81 if lead < 0x1F else 0xC1
    trail += 0x40 if trail < 0x3F else 0x41
    return utf('cp932', bytes((lead, trail)))


def cost(ptr, u, frequent, common):
    row = ptr // 94 + 1
    if not u:
        return 20 * Q
    ch = chr(u)
    if ch in '\u3001\u3002\u30fb\u30fc\u300c\u300d\uff08\uff09\uff01\uff1f\uff5e\u3010\u3011\u3000':
        return int(5.5 * Q)
    if ch in '\u203b\u25cf\u25a0\u25cb\u2605\u2606\u25bc\u25c6\u25a1\u2192\uff05\uffe5\uff1a\uff0f\uff0d\u2026\u00d7\u3005':
        return int(7.5 * Q)
    if row <= 2:
        return 10 * Q
    if row == 3:
        return int(7.3 * Q)
    if row == 4:
        return int(5.3 * Q)
    if row == 5:
        return int(6.5 * Q)
    if row < 13:
        return 13 * Q
    if row == 13:
        return 10 * Q
    if ch in frequent:
        return int(7.5 * Q)
    if ch in common:
        return int(8.75 * Q)
    if row < 48:
        return int(11.5 * Q)
    if row < 85:
        return int(13.6 * Q)
    return int(14.5 * Q)


def emit(out, ctype, name, values, per=12, fmt='0x%04X'):
    out.append('const %s %s[%d] = {' % (ctype, name, len(values)))
    for i in range(0, len(values), per):
        out.append('\t' + ', '.join(fmt % v for v in values[i:i + per]) + ',')
    out.append('};\n')


def main():
    listed = ''.join(COMMON.split())
    common = set(listed)
    # The first two school years and the words of our subject.
    frequent = set(listed[:240] + listed[listed.index('滞請督促'):])
    jis = [cp932(p) for p in range(8836)]
    ibm = [cp932(p) for p in range(10716, 11104)]
    sup = []
    for p in range(8836):
        row, cell = divmod(p, 94)
        u = utf('euc_jp', bytes((0x8F, 0xA1 + row, 0xA1 + cell)))
        sup.append(0xFF5E if u == 0x7E else u)
    while not sup[-1]:
        sup.pop()
    have = [sum(map(bool, t)) for t in (jis, ibm, sup)]
    if have != [7336, 388, 6067]:
        sys.exit('gen_jis: the codecs of this Python differ from what is known: %s' % have)
    out = ['/* Made by tools/gen_jis.py; not to be edited. */',
           '#include "read/jis.h"\n']
    emit(out, 'uint16_t', 'mu_jis0208', jis)
    emit(out, 'uint16_t', 'mu_jis_ibm', ibm)
    out.append('const uint32_t mu_jis0212_n = %d;\n' % len(sup))
    emit(out, 'uint16_t', 'mu_jis0212', sup)
    # Cell = lead + trail; what is no such byte gets a number that no sum brings into range.
    lead = [(c - (0x81 if c < 0xA0 else 0xC1)) * 188 if 0x81 <= c <= 0x9F or 0xE0 <= c <= 0xFC
            else 0x4000 for c in range(0x80, 0x100)]
    trail = [c - 0x40 - (c > 0x7F) if 0x40 <= c <= 0xFC and c != 0x7F else 0x4000
             for c in range(0x100)]
    emit(out, 'uint16_t', 'mu_sjis_lead', lead)
    emit(out, 'uint16_t', 'mu_sjis_trail', trail)
    emit(out, 'uint8_t', 'mu_jis_cost', [cost(p, u, frequent, common) for p, u in enumerate(jis)], 20, '%d')
    with open(sys.argv[1], 'w', encoding='ascii') as f:
        f.write('\n'.join(out))


if __name__ == '__main__':
    main()
