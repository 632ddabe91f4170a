"""What each published figure counts, in the languages of its readers: none is shown without its sentence."""

from __future__ import annotations

from himaya.steering.statistics.figures import Label

DEFINITIONS: dict[str, Label] = {
    "registered": Label(
        "الأشخاص الذين لهم رقم تسجيل وانخراط سارٍ كعمال غير أجراء في اليوم المحدد. شخص واحد يُحسب مرة واحدة.",
        "Personnes immatriculées dont une affiliation de non-salarié court au jour indiqué. "
        "Une personne compte une fois.",
        "People with an insured number whose self-employed membership is running on the day. "
        "One person counts once.",
    ),
    "target": Label(
        "عدد الأشخاص المراد تسجيلهم كما حددته السلطات؛ وهو تقدير وليس عدداً من السجل.",
        "Nombre de personnes à immatriculer annoncé par les autorités ; une estimation, "
        "pas un compte du registre.",
        "Number of people to register as announced by the authorities; an estimate, "
        "not a count of the register.",
    ),
    "by_category": Label(
        "المسجلون حسب الفئة المهنية للانخراط الساري. من يزاول عدة أنشطة يُحسب مرة واحدة، في أول فئة سُجل فيها.",
        "Immatriculés par catégorie professionnelle de l’affiliation en cours. "
        "Qui exerce plusieurs activités compte une fois, dans la première où il a été immatriculé.",
        "Registered people by professional category of the running membership. Someone with several activities "
        "counts once, in the first in which they were registered.",
    ),
    "by_region": Label(
        "المسجلون حسب جهة جماعة السكن.",
        "Immatriculés par région de la commune de résidence.",
        "Registered people by region of the commune they live in.",
    ),
    "by_sex": Label(
        "المسجلون حسب الجنس المصرح به في وثيقة الهوية.",
        "Immatriculés selon le sexe porté sur la pièce d’identité.",
        "Registered people by the sex written on the identity document.",
    ),
    "by_age_band": Label(
        "المسجلون حسب السن الكامل في اليوم المحدد.",
        "Immatriculés par âge révolu au jour indiqué.",
        "Registered people by completed age on the day.",
    ),
    "by_commune": Label(
        "المسجلون حسب جماعة السكن، ومن بينهم من حقوقه مفتوحة. النقطة هي مركز تراب الجماعة.",
        "Immatriculés par commune de résidence, dont droits ouverts. "
        "Le point est le centre du territoire communal.",
        "Registered people by commune of residence, and those whose rights are open. "
        "The point is the centre of the commune's territory.",
    ),
    "spouses": Label(
        "الأزواج والزوجات المصرح بهم لدى مسجل، والرابطة سارية في اليوم المحدد.",
        "Conjoints déclarés d’un immatriculé, lien en cours au jour indiqué.",
        "Spouses declared by a registered person, the link running on the day.",
    ),
    "children": Label(
        "الأبناء المصرح بهم لدى مسجل، والرابطة سارية في اليوم المحدد.",
        "Enfants déclarés d’un immatriculé, lien en cours au jour indiqué.",
        "Children declared by a registered person, the link running on the day.",
    ),
    "rights": Label(
        "حالة الحق الشخصي للمسجل في التأمين عن المرض: مفتوح، أو في فترة الانتظار، أو مغلق.",
        "État du droit propre de l’immatriculé à l’AMO : ouvert, en période d’attente, ou fermé.",
        "State of the registered person's own AMO right: open, in its waiting period, or closed.",
    ),
    "closed_by_remedy": Label(
        "الحقوق المغلقة حسب الإجراء الذي يعيد فتحها.",
        "Droits fermés selon l’acte qui les rouvrirait.",
        "Closed rights by the act that would open them again.",
    ),
    "regional_by_scheme": Label(
        "المؤمنون حسب الجهة والنظام، وذوو حقوقهم المصرح بهم.",
        "Assurés par région et par régime, et leurs ayants droit déclarés.",
        "Insured people by region and scheme, and their declared dependants.",
    ),
}
