"""Data that others have published, with what they computed from it."""

import numpy as np

# Bock & Lieberman 1970, Psychometrika 35: Law School Admission Test, section 6. How many of 1000 people gave each of
# the 32 patterns, 00000 to 11111 in binary order, first question first (also R's ltm::LSAT, mirt::LSAT6).
LSAT6 = [
    3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15,
    10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298,
]  # fmt: skip


def lsat6() -> list[list[int]]:
    """The 1000 people, a row each."""
    return [[int(bit) for bit in f"{pattern:05b}"] for pattern, count in enumerate(LSAT6) for _ in range(count)]


# Moodle's own test data of its quiz statistics (mod/quiz/report/statistics/tests, «randomly generated attempts»):
# marks of 22 attempts in the 17 slots that carry marks, slots 1-4 and 8-20; what they are worth; the whole as stored.
MOODLE_WORTH = [1, 1, 1, 1, 8, *[1] * 12]
MOODLE = [
    [0, 0, 0, 0, 5.5, 0.3, 0.9, 1, 0.3, 1, 0, 0, 1, 1, 0, 0, 1],
    [0, 0, 0, 0, 1, 0.9, 0.9, 0.3, 0.3, 1, 0, 0, 1, 0, 1, 0, 1],
    [0, 0, 0, 0, 2.5, 1, 0.9, 0.3, 1, 0, 0, 1, 1, 1, 1, 1, 1],
    [0, 0, 0, 0, 4, 0.3, 0.9, 1, 0.3, 0, 0, 0, 0, 1, 0, 0, 1],
    [0, 0, 0, 0, 3, 0.9, 0.3, 0.9, 1, 0, 1, 0, 0, 1, 1, 1, 0],
    [0, 0, 0, 0, 4.5, 0.9, 1, 1, 0.9, 0, 1, 1, 1, 0, 0, 0, 0],
    [0, 0, 0, 0, 3, 0.3, 0.3, 0.3, 0.3, 1, 0, 1, 1, 1, 1, 1, 1],
    [0, 0, 0, 0, 6, 0.9, 0.9, 1, 0.3, 0, 1, 1, 1, 1, 0, 0, 1],
    [0, 0, 0, 0, 0.5, 0.9, 1, 0.9, 0.3, 0, 1, 1, 0, 1, 1, 0, 1],
    [0, 0, 0, 0, 5.5, 0.9, 1, 0.9, 0.3, 1, 1, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 0, 2.5, 0.9, 1, 1, 0.9, 0, 1, 0, 0, 1, 0, 0, 1],
    [0, 0, 0, 0, 4, 0.9, 0.3, 0.9, 1, 0, 1, 1, 1, 1, 1, 0, 1],
    [0, 0, 0, 0, 4, 0.9, 0.3, 0.3, 1, 1, 1, 1, 0, 0, 1, 1, 0],
    [0, 0, 0, 0, 3, 1, 1, 0.3, 1, 0, 1, 0, 1, 1, 1, 1, 0],
    [0, 0, 0, 0, 1, 1, 0.9, 0.3, 0.3, 1, 0, 1, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 0.3, 0.3, 0.3, 0.9, 0, 0, 0, 1, 0, 0, 0, 1],
    [0, 0, 0, 0, 1.5, 1, 0.3, 0.9, 1, 1, 1, 0, 1, 1, 0, 0, 0],
    [0, 0, 0, 0, 4, 0.9, 1, 0.9, 1, 0, 1, 1, 1, 0, 1, 0, 0],
    [0, 0, 0, 0, 2, 0.9, 0.9, 0.3, 0.9, 0, 1, 0, 0, 0, 0, 0, 0],
    [0, 0, 0, 0, 1, 1, 0.3, 0.3, 0.3, 0, 1, 1, 0, 1, 0, 0, 0],
    [0, 0, 0, 0, 6, 0.9, 1, 1, 0.9, 0, 0, 0, 1, 0, 0, 1, 1],
    [0, 0, 0, 0, 7, 0.9, 0.3, 0.3, 0.3, 1, 0, 1, 1, 1, 1, 0, 0],
]  # fmt: skip
# What Moodle's test expects of them («taken from contrib/tools/quiz_tools/stats.xls»), for slots 1-4 and 8-20.
MOODLE_FACILITY = [
    0, 0, 0, 0, 41.19318182, 81.36363636, 71.36363636, 65.45454545, 65.90909091, 36.36363636, 59.09090909, 50,
    59.09090909, 63.63636364, 45.45454545, 27.27272727, 50,
]  # fmt: skip
MOODLE_SD = [
    0, 0, 0, 0, 1912.733589, 251.2738111, 322.6312277, 333.4199022, 337.5811591, 492.3659639, 503.2362797,
    511.7663157, 503.2362797, 492.3659639, 509.6471914, 455.8423058, 511.7663157,
]  # fmt: skip
MOODLE_WEIGHT = [
    0, 0, 0, 0, 26.58464457, 3.368456046, 3.253955259, 7.584083694, 3.79658376, 3.183278505, 4.532356904,
    7.78856243, 10.08351572, 8.381139345, 8.727645713, 7.946277111, 4.769500946,
]  # fmt: skip
MOODLE_INDEX = [
    None, None, None, None, 25.88327077, 1.170256965, -4.207816809, 28.16930644, -2.513606859, -12.99017581,
    -8.900638238, 8.670004606, 29.63337745, 15.18945843, 16.21079629, 15.52451404, -8.396734802,
]  # fmt: skip
MOODLE_EFFICIENCY = [
    None, None, None, None, 27.23492723, 1.382386552, -4.691171307, 31.12404354, -2.877487579, -17.5074184,
    -10.27568922, 10.86956522, 34.58997279, 17.4790556, 20.14359793, 22.06477733, -10,
]  # fmt: skip

# Admissions to Berkeley 1973 (Bickel, Hammel & O'Connell, Science 187; R's UCBAdmissions): a department a row, men
# admitted and rejected, women admitted and rejected. R's mantelhaen.test prints: X-squared = 1.4269, common odds ratio
# 0.9046968, 95 percent confidence interval 0.7719074 1.0603298.
BERKELEY = np.array(
    [
        [512, 313, 89, 19],
        [353, 207, 17, 8],
        [120, 205, 202, 391],
        [138, 279, 131, 244],
        [53, 138, 94, 299],
        [22, 351, 24, 317],
    ],
    dtype=np.float64,
)


def simulated(rng, people: int, a, b, *, mean: float = 0.0) -> np.ndarray:
    """Rights and wrongs of people whose ability is normal with this mean and a standard deviation of 1."""
    ability = rng.normal(mean, 1, size=(people, 1))
    return (rng.random((people, len(b))) < 1 / (1 + np.exp(-a * (ability - b)))).astype(float)
