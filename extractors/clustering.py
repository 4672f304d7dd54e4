"""How many voices there are and which voice print belongs to which: spectral clustering with an eigengap.

After 3D-Speaker's recipe (Chen et al. 2024): cosine similarity, each row pruned to its strongest, unnormalised
Laplacian, the count at the largest gap of its eigenvalues. Long recordings are clustered on evenly spaced landmarks
and the rest given to the nearest centre, so that time and memory grow with the length and not with its square.
"""

from __future__ import annotations

import numpy as np

LANDMARKS = 1_200  # prints clustered at once: 12 minutes of talk at one print every .6 s; one second of eigenvalues
KEPT_SHARE = 0.012  # of each row's similarities, as senko
KEPT_LEAST = 6
MOST_SPEAKERS = 12
FEWEST_PRINTS = 10  # below this there is nothing to find a gap in


def cluster(prints: np.ndarray, *, speakers: int = 0) -> np.ndarray:
    """The centres of the voices: float32 unit vectors of shape (voices, dimensions).

    prints: unit vectors of shape (n, dimensions), n at least 1. speakers: how many, or 0 to find out.
    """
    if len(prints) > LANDMARKS:
        prints = prints[np.linspace(0, len(prints) - 1, LANDMARKS).astype(int)]
    if speakers == 1 or (not speakers and len(prints) < FEWEST_PRINTS) or len(prints) < 2:
        return centres_of(prints, np.zeros(len(prints), dtype=int))
    return centres_of(prints, spectral(prints, speakers=speakers))


def spectral(prints: np.ndarray, *, speakers: int = 0) -> np.ndarray:
    """A label for every print. `speakers` as in `cluster`."""
    from scipy.linalg import eigh
    from sklearn.cluster import KMeans

    most = min(speakers or MOST_SPEAKERS, len(prints) - 1)
    values, vectors = eigh(laplacian(prints), subset_by_index=(0, most))
    count = min(speakers, len(prints)) or int(np.argmax(np.diff(values))) + 1
    if count == 1:
        return np.zeros(len(prints), dtype=int)
    labels: np.ndarray = KMeans(n_clusters=count, n_init=10, random_state=0).fit_predict(vectors[:, :count])
    return labels


def laplacian(prints: np.ndarray) -> np.ndarray:
    """The unnormalised Laplacian of the pruned, symmetrical similarity graph."""
    similarity = (prints @ prints.T).astype(np.float64)
    kept = min(max(int(KEPT_SHARE * len(prints)), KEPT_LEAST), len(prints))
    threshold = np.partition(similarity, -kept, axis=1)[:, -kept, None]
    similarity[similarity < threshold] = 0.0
    graph = 0.5 * (similarity + similarity.T)
    np.fill_diagonal(graph, 0.0)
    result: np.ndarray = np.diag(np.abs(graph).sum(axis=1)) - graph
    return result


def centres_of(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The normalised mean of every label's prints."""
    means = np.stack([prints[labels == label].mean(axis=0) for label in np.unique(labels)])
    norms = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    unit: np.ndarray = (means / norms).astype(np.float32)
    return unit
