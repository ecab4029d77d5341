"""Where statements come from. What is derived here says `OURS`, even where a paper gave the idea."""

from enum import Enum
from typing import final


@final
class Tag(Enum):
    """Whose statement it is."""

    AS = "AS"
    OTHER = "other paper"
    OURS = "ours"


@final
class Source(Enum):
    """The papers that statements here are taken from or built on."""

    ADLER_SHAVIT = "Adler and Shavit, On the Complexity of Neural Computation in Superposition, arXiv 2409.15318"
    ALLEN_ZHU_LI = "Allen-Zhu and Li, arXiv 2404.05405 (abstract)"
    BOROBIA_SEGUI_TORMO = "Borobia, Segui-Mas, Tormo-Carbo, arXiv 2605.01192 (abstract)"
    FUREDI = "Furedi, On r-cover-free families, J. Combin. Theory Ser. A 73 (1996)"
    GARG_KLEINBERG_PENG = "Garg, Kleinberg, Peng, arXiv 2602.11246 (abstract)"
    HANNI_MENDEL_VAINTROB_CHAN = "Hanni, Mendel, Vaintrob, Chan, arXiv 2408.05451 (abstract)"
    HOEFFDING = "Hoeffding, Probability inequalities for sums of bounded random variables, JASA 58 (1963)"
    KAUTZ_SINGLETON = "Kautz and Singleton, Nonrandom binary superimposed codes, IEEE Trans. Inf. Theory 10 (1964)"
    MORRIS = "Morris et al., arXiv 2505.24832 (abstract)"
    SPERNER = "Sperner, Ein Satz ueber Untermengen einer endlichen Menge, Math. Z. 27 (1928)"
    WELCH = "Welch, Lower bounds on the maximum cross correlation of signals, IEEE Trans. Inf. Theory 20 (1974)"
    COUNTING = "counting (pigeonhole)"

    def __str__(self) -> str:
        return self.value
