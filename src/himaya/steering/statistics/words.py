"""Labels of the values that the figures break people down by."""

from himaya.fund.rights.states import Remedy
from himaya.steering.statistics.cube import AGE_BANDS, OLDEST, PAID_SINCE
from himaya.steering.statistics.figures import Label

SEX_LABELS = {"F": Label("نساء", "Femmes", "Women"), "M": Label("رجال", "Hommes", "Men")}


def _age(band: str) -> Label:
    first, _, last = band.partition("-")
    if not last:
        years = band.rstrip("+")
        return Label(f"{years} سنة فأكثر", f"{years} ans et plus", f"{years} and over")
    if first == "0":
        limit = int(last) + 1
        return Label(f"أقل من {limit} سنة", f"Moins de {limit} ans", f"Under {limit}")
    return Label(f"من {first} إلى {last} سنة", f"{first} à {last} ans", f"{first} to {last}")


AGE_LABELS = {band: _age(band) for band in (*(band for _, band in AGE_BANDS), OLDEST)}

_ACTS = {
    Remedy.WAIT: Label("الانتظار", "Attendre", "Wait"),
    Remedy.PAY: Label("أداء الاشتراكات المستحقة", "Payer les cotisations dues", "Pay the contributions due"),
    Remedy.PAY_AND_WAIT: Label(
        "أداء الاشتراكات ثم الانتظار",
        "Payer les cotisations, puis attendre",
        "Pay the contributions, then wait",
    ),
    Remedy.SEND_LINK_PROOF: Label(
        "الإدلاء بوثيقة القرابة", "Fournir la pièce du lien", "Send the proof of the link"
    ),
    Remedy.SEND_SCHOOL_CERTIFICATE: Label(
        "الإدلاء بشهادة مدرسية", "Fournir un certificat de scolarité", "Send a school certificate"
    ),
    Remedy.DECLARE_ACTIVITY: Label(
        "التصريح بنشاط جديد", "Déclarer une nouvelle activité", "Declare a new activity"
    ),
    Remedy.ASK_FUND: Label("الاتصال بالصندوق", "Contacter la caisse", "Ask the fund"),
}
REMEDY_LABELS = {str(int(act)): (act.name.lower(), label) for act, label in _ACTS.items()} | {
    str(PAID_SINCE): (
        "paid_since",
        Label("أُدّيت الاشتراكات بعد ذلك اليوم", "Cotisations payées depuis", "Paid since"),
    ),
    "": ("none", Label("لا إجراء متاح", "Aucun acte ne les rouvre", "No act reopens them")),
}
