"""Names of languages in films: three letters (ISO 639-2, both kinds) become what web pages use (BCP 47, RFC 5646)."""

import re

WELL_FORMED = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
UNTOLD = ("und", "mul", "mis", "zxx")
SHORT = dict(
    re.findall(
        r"(\w+):(\w+)",
        "afr:af alb:sq amh:am ara:ar arm:hy aze:az baq:eu bel:be ben:bn bos:bs bre:br bul:bg bur:my cat:ca ces:cs chi:zh "
        "cym:cy cze:cs dan:da deu:de dut:nl ell:el eng:en epo:eo est:et eus:eu fao:fo fas:fa fin:fi fra:fr fre:fr fry:fy "
        "geo:ka ger:de gla:gd gle:ga glg:gl gre:el guj:gu hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu hye:hy ibo:ig ice:is "
        "ind:id isl:is ita:it jav:jv jpn:ja kan:kn kat:ka kaz:kk khm:km kin:rw kir:ky kor:ko kur:ku lao:lo lat:la lav:lv "
        "lit:lt ltz:lb mac:mk mal:ml mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nep:ne nld:nl nno:nn "
        "nob:nb nor:no oci:oc ori:or pan:pa per:fa pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro rus:ru sin:si slk:sk "
        "slo:sk slv:sl smo:sm sna:sn snd:sd som:so spa:es sqi:sq srp:sr sun:su swa:sw swe:sv tam:ta tat:tt tel:te tgk:tg "
        "tgl:tl tha:th tir:ti tuk:tk tur:tr uig:ug ukr:uk urd:ur uzb:uz vie:vi wel:cy wol:wo xho:xh yid:yi yor:yo zho:zh "
        "zul:zu",
    )
)


def tag(said: str) -> str:
    """Return the BCP 47 tag for what a film says of a track's language; "" when it says nothing, or nonsense."""
    first, *rest = said.strip().replace("_", "-").split("-")
    language = SHORT.get(first.lower(), first.lower())
    if language in UNTOLD or language.startswith("qa"):
        return ""
    whole = "-".join([language, *(part.title() if len(part) == 4 else part.upper() for part in rest)])
    return whole if WELL_FORMED.fullmatch(whole) else ""
