"""Words that a question is made of, in six languages, and that say nothing about its subject.

Only the lexical index reads them: there a rare question word would count as a rare subject. They are written as
`index.words` compares words: lower case, without accents.
"""

from __future__ import annotations

_ENGLISH = """
    a about am an and any anybody anyone anything are as at be been being by can could did do does doing done for
    from get give has have having how i if in into is it its let me my no not of on one or our please say says shall
    should show so some someone something tell than that the their them then there these they this those to under up us
    was we were what when where which who whom whose why will with would you your"""
_SPANISH = """
    al algo alguna algun alguno alguien como con cual cuales cuando cuanto cuantos de del donde el ella ellos en es
    esa ese eso esta estan este esto estos fue ha hay la las le les lo los mas mi muy nos o para pero por porque que
    quien quienes se ser si sin sobre son su sus tiene un una unas uno unos y ya"""
_FRENCH = """
    au aux avec c ce cela ces cette comment d dans des du elle elles en est et etre eux il ils j je l la le les leur
    leurs lui mais me n ne nous ou par pas plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans
    se ses son sont sur ta te tu un une vous y a"""
# й without its breve is и
_RUSSIAN = """
    а без бы был была были было в вам вас во вот все вы где да для до его ее если есть еще же за и из или им их к
    как какая какие какои каком когда кого кому которыи которые кто куда ли мне мы на над не него нет ни но о об он она
    они от по под при про с со так такои там то того тоже только у уже что чтобы чем эта эти это этот я"""
# Hamza stripped from its seat, alef maqsura as ya, ta marbuta as ha.
_ARABIC = """
    اذا اذ ال الا التي الذي الذين الي ان انا او اي ايه اين بعد بها به بين تم ثم حتي حول عن عند علي عليه عليها
    غير في فيه فيها قد قبل كان كانت كل كم كما كيف لا لم لن له لها ما ماذا متي مع من منها منه نحن هذا هذه هل هم هنا
    هناك هو هي و ولا وما يكون"""

#: Words of the Latin, Cyrillic and Arabic scripts.
STOP_WORDS = frozenset(word for words in (_ENGLISH, _SPANISH, _FRENCH, _RUSSIAN, _ARABIC) for word in words.split())

_CHINESE = """
    什么 怎么 怎样 如何 哪些 哪个 哪几 哪里 哪家 哪一 多少 是否 有没有 有无 是不是 能不能 请问 请告诉 告诉我
    为什么 为何 谁来 由谁 是谁 哪年 几个 吗 呢 吧 啊 的 了 么 我 你 您 想 请
"""
#: Chinese sequences that are cut out before bigrams are made, longest first.
STOP_SEQUENCES = tuple(sorted(_CHINESE.split(), key=lambda sequence: (-len(sequence), sequence)))
