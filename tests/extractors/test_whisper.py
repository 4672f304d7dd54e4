"""The default recogniser on a small made-up checkpoint: any dimensions, the same probabilities as openai-whisper's own."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import torch

from extractors import describe
from extractors.document import ink
from extractors.errors import MissingDependency, MissingWeights, RolescanError, Unsupported
from extractors.options import Options, Script, SpeechOptions
from extractors.speech.audio import read_recording
from extractors.speech.speech_types import SpeechPiece
from extractors.speech.whisper.align import ending_logprobs, token_logprobs, warped
from extractors.speech.whisper.attention import attend
from extractors.speech.whisper.convert import dimensions, read_tensors, state_dict
from extractors.speech.whisper.decode import BeamSearch, _Lane, longest
from extractors.speech.whisper.engine import WhisperHearing
from extractors.speech.whisper.model import SpeechModel, load
from extractors.speech.whisper.step_decoder import Audio, StepDecoder
from extractors.speech.whisper.term_trie import TermTrie
from extractors.speech.words.asr import _SIZES
from extractors.speech.words.hearing import Swap, unsaid
from tests.extractors.sounds import SAMPLES

DIMS = {"n_mels": 80, "n_audio_ctx": 1500, "n_audio_state": 32, "n_audio_head": 2, "n_audio_layer": 1,
        "n_vocab": 51865, "n_text_ctx": 64, "n_text_state": 32, "n_text_head": 2, "n_text_layer": 2}


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from whisper.model import ModelDimensions, Whisper

    torch.manual_seed(7)
    model = Whisper(ModelDimensions(**DIMS))
    torch.nn.init.normal_(model.decoder.positional_embedding, std=0.1)
    path = tmp_path_factory.mktemp("weights") / "tiny.pt"
    torch.save({"dims": DIMS, "model_state_dict": model.state_dict()}, path)
    return path


@pytest.fixture(scope="module")
def speech(checkpoint: Path) -> SpeechModel:
    model = load(str(checkpoint))
    model.model.float()
    model.dtype = torch.float32
    return model


def _audio(decoder: StepDecoder, features: torch.Tensor) -> Audio:
    return [decoder.hear(features, layer) for layer in range(decoder.layers)]


def _noise(seconds: float) -> np.ndarray:
    return np.random.default_rng(3).normal(0, 0.1, int(16_000 * seconds)).astype(np.float32)


def test_short_windows_are_encoded_like_long_ones_at_full_length(speech: SpeechModel) -> None:
    from whisper.audio import log_mel_spectrogram, pad_or_trim

    sound = _noise(2.0)
    with torch.inference_mode():
        stock = speech.model.encoder(log_mel_spectrogram(pad_or_trim(sound))[None])
        ours = speech.encode([sound], speech.positions)
        short = speech.encode([sound], 150)
    assert torch.allclose(stock, ours, atol=1e-4)
    assert short.shape == (1, 150, 32)


def test_probabilities_are_whispers_own(speech: SpeechModel) -> None:
    tokenizer = speech.tokenizer("en")
    decoder = StepDecoder(speech.model, speech.vocabulary)
    prompt = list(tokenizer.sot_sequence_including_notimestamps)
    text = tokenizer.encode(" hello there")
    with torch.inference_mode():
        features = speech.encode([_noise(1.0)], 100)
        (ours,) = token_logprobs(decoder, _audio(decoder, features), prompt, [text], tokenizer.eot)
        logits = speech.model.decoder(torch.tensor([[*prompt, *text]]), features)[0, len(prompt) - 1 :]
        stock = logits[:, speech.vocabulary].log_softmax(-1)
    places = [speech.places[token] for token in [*text, tokenizer.eot]]
    assert np.allclose(ours, [float(stock[n, place]) for n, place in enumerate(places)], atol=1e-3)


@pytest.mark.parametrize(("rows", "queries", "length"), [(3, 5, 40), (1, 1, 7), (2, 30, 30)])
def test_attention_by_hand_is_torchs_own(monkeypatch: pytest.MonkeyPatch, rows: int, queries: int, length: int) -> None:
    monkeypatch.setattr("extractors.speech.whisper.attention.SCORES", 1000)  # in several parts
    chance = torch.Generator().manual_seed(0)
    q, k, v = (torch.randn(rows, n, 2, 16, generator=chance).transpose(1, 2) for n in (queries, length, length))
    seen = torch.rand(rows, 1, queries, length, generator=chance) > 0.3
    seen[..., 0] = True
    light = [part.to(torch.bfloat16) for part in (q, k, v)]
    for mask in (None, seen):
        exact = torch.nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        assert torch.allclose(attend(q, k, v, mask), exact)
        assert torch.allclose(attend(light[0], light[1], light[2], mask).float(), exact, atol=0.05)


def test_windows_that_are_not_kept_give_the_same(speech: SpeechModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long recording only some windows' keys and values stay; on two lanes as on one."""
    windows = [_noise(0.5 + 0.1 * n) for n in range(5)]
    texts = ["hello there", "we run it", "on Kafka", "and Redis", "thanks"]
    wanted: list[float] = []
    for kept, lanes in ((10_000, 1), (1000, 2), (0, 1)):
        monkeypatch.setattr("extractors.speech.whisper.features.KEPT", kept)
        hearing = WhisperHearing(speech, windows, lanes)
        found = [odds["en"] for odds in hearing.languages()]
        found += [reading.logprob for reading in hearing.score(range(5), texts, "en")]
        wanted = wanted or found
        assert found == pytest.approx(wanted, abs=1e-3)


def test_endings_share_what_goes_before_them(speech: SpeechModel) -> None:
    """Several endings after several beginnings of one text, in one pass: the same as each text for itself."""
    tokenizer = speech.tokenizer("en")
    decoder = StepDecoder(speech.model, speech.vocabulary)
    prompt = list(tokenizer.sot_sequence_including_notimestamps)
    said = tokenizer.encode(" we run it on Kafka here")
    endings = [(2, tokenizer.encode(" talk")), (4, tokenizer.encode(" Kubernetes and more")), (len(said), [])]
    with torch.inference_mode():
        features = speech.encode([_noise(1.0)], 100)
        caches, states = decoder.prompt(_audio(decoder, features), torch.tensor([[*prompt, *said]]))
        found = ending_logprobs(decoder, caches, states, [(len(prompt) + at, ending) for at, ending in endings])
        short = ending_logprobs(decoder, caches, states, [(len(prompt) + 2, endings[0][1][:1])])
        assert short[0] == pytest.approx(found[0], abs=1e-3)
        for (at, ending), ours in zip(endings, found, strict=True):
            (alone,) = token_logprobs(decoder, _audio(decoder, features), prompt, [[*said[:at], *ending]], tokenizer.eot)
            assert ours == pytest.approx(float(alone[at : at + len(ending)].sum()), abs=1e-2)


@pytest.mark.parametrize(("language", "text", "old", "new"), [
    ("zh", "训练用白豆扯，部署在云上", "白豆扯", "PyTorch"), ("en", "We run it on Kafka here", "Kafka", "Kubernetes"),
])
def test_swaps_and_spots(speech: SpeechModel, monkeypatch: pytest.MonkeyPatch, language: str, text: str, old: str,
                         new: str) -> None:
    monkeypatch.setattr("extractors.speech.whisper.spot.POOR", -100.0)  # noise, heard by an untrained network
    hearing = WhisperHearing(speech, [_noise(1.0), _noise(1.5)])
    begin = text.index(old)
    swaps = [Swap(place=1, begin=begin, end=begin + len(old), text=words) for words in (old, new)]
    same, other = hearing.weigh({1: text}, swaps, language)
    assert same == 0.0 and other != 0.0
    short = [Swap(place=0, begin=begin, end=len(text), text=new)]  # to the end of the text, which then counts
    (whole,) = hearing.weigh({0: text}, short, language)
    before, after = hearing.score([0, 0], [text, text[:begin] + new], language)
    assert whole == pytest.approx(after.logprob - before.logprob, abs=0.1)
    found = hearing.spot({1: text}, {1: [begin]}, ("Kubernetes", "Kafka", "PyTorch"), language)
    assert {(one.place, one.at, one.term) for one in found} == {(1, begin, "Kubernetes"), (1, begin, "Kafka"),
                                                               (1, begin, "PyTorch")}
    assert all(one.logprob < 0 and one.usual < 0 for one in found)


def test_the_search_finds_what_forcing_confirms(speech: SpeechModel) -> None:
    """Step by step, in a batch, with beams sharing keys: the same log-probability as all at once."""
    tokenizer = speech.tokenizer("zh")
    decoder = StepDecoder(speech.model, speech.vocabulary)
    prompt = list(tokenizer.sot_sequence_including_notimestamps)
    search = BeamSearch(decoder, end=tokenizer.eot, beam=3)
    with torch.inference_mode():
        features = speech.encode([_noise(0.5), _noise(0.6), _noise(0.4)], 100)
        lanes = search.run(_audio(decoder, features), torch.tensor([prompt] * 3), [0.1, 0.1, 0.1])
        for row, lane in enumerate(lanes):
            best = lane[0]
            audio = _audio(decoder, features[row : row + 1])
            (forced,) = token_logprobs(decoder, audio, prompt, [best.tokens], tokenizer.eot)
            said = forced.sum() if len(best.tokens) < 20 else forced[:-1].sum()
            assert best.logprob == pytest.approx(float(said), abs=0.05)


def test_views_of_one_sound_are_heard_together(speech: SpeechModel) -> None:
    """Twice the same view is as once; the mean of two likes what both find likely."""
    tokenizer = speech.tokenizer("zh")
    decoder = StepDecoder(speech.model, speech.vocabulary)
    search = BeamSearch(decoder, end=tokenizer.eot, beam=3)
    prompt = torch.tensor([list(tokenizer.sot_sequence_including_notimestamps)] * 2)
    with torch.inference_mode():
        one = _audio(decoder, speech.encode([_noise(0.5), _noise(0.6)], 100))
        other = _audio(decoder, speech.encode([_noise(0.4), _noise(0.3)], 100))
        alone, twice, mixed = (search.run(audio, prompt, [0.1, 0.1]) for audio in (one, _both(one, one), _both(one, other)))
    assert [lane[0].tokens for lane in twice] == [lane[0].tokens for lane in alone]
    assert mixed[0][0].logprob != pytest.approx(alone[0][0].logprob, abs=1e-4)


def _both(one: Audio, other: Audio) -> Audio:
    return [(torch.cat([a, c]), torch.cat([b, d])) for (a, b), (c, d) in zip(one, other, strict=True)]


def test_what_was_read_before_bounds_a_reading() -> None:
    assert longest(22.0, 104) < 180 < longest(22.0, 240) == longest(22.0, 10_000) == 284
    assert longest(22.0, 5) == longest(22.0, 60)  # a reading that left out most says nothing of the rest
    assert longest(1.0, 2) >= 20


def test_terms_are_preferred(speech: SpeechModel) -> None:
    tokenizer = speech.tokenizer("en")
    decoder = StepDecoder(speech.model, speech.vocabulary)
    tokens = tuple(speech.places[token] for token in tokenizer.encode(" Kafka"))
    prompt = torch.tensor([list(tokenizer.sot_sequence_including_notimestamps)])
    with torch.inference_mode():
        features = speech.encode([_noise(1.0)], 100)
        search = BeamSearch(decoder, end=tokenizer.eot, beam=2, trie=TermTrie([(tokens, 30.0)]))
        (lane,) = search.run(_audio(decoder, features), prompt, [0.2])
    assert "Kafka" in tokenizer.decode(list(lane[0].tokens)) and lane[0].bonus > 0


@pytest.mark.parametrize(("text", "loops"), [
    ("公司公司公司公司", True), ("公司公司公司", False), ("对对对对", True), ("可以可以", False),
    (" the team the team the team the team", True), (" the team, the team", False),
])
def test_few_words_are_not_said_four_times_over(speech: SpeechModel, text: str, loops: bool) -> None:
    tokenizer = speech.tokenizer("zh")
    search = BeamSearch(StepDecoder(speech.model, speech.vocabulary), end=tokenizer.eot, beam=2, marks=speech.marks)
    said = tuple(speech.places[token] for token in tokenizer.encode(text))
    assert _Lane(search, 50, 1.0)._loops(said) == loops


def test_an_unfinished_term_pays_back() -> None:
    trie = TermTrie([((1, 2, 3), 2.0), ((1, 4), 1.0)])
    totals = torch.zeros(6)
    state = trie.follow(trie.root, 1)
    trie.favour(totals, state)
    assert totals.tolist() == [-2.0, 0.0, 2.0, -2.0, 1.0, -2.0]
    assert trie.follow(state, 5) is trie.root


@pytest.mark.parametrize("words", ["公司", "the team"])
def test_a_term_counts_once_in_a_text(speech: SpeechModel, words: str) -> None:
    """Where nothing is clear, gains for the same few words would make a text of them."""
    tokenizer = speech.tokenizer("zh")
    tokens = tuple(speech.places[token] for token in tokenizer.encode(words))
    search = BeamSearch(StepDecoder(speech.model, speech.vocabulary), end=tokenizer.eot, beam=2,
                        trie=TermTrie([(tokens, 2.0)]))
    lane, scores = _Lane(search, 50, 1.0), []
    one = lane.open[0]
    for _ in range(2):
        for token in tokens:
            one = lane._goes_on(one, (*one.said, token), one.logprob, one.score + 2.0)
        scores.append(one.score)
    assert scores == [2.0 * len(tokens)] * 2


def test_ending_early_costs(speech: SpeechModel) -> None:
    """Of the same window a reading that ends at once loses to one that says as much as the time holds."""
    tokenizer = speech.tokenizer("zh")
    lane = _Lane(BeamSearch(StepDecoder(speech.model, speech.vocabulary), end=tokenizer.eot, beam=2), 50, 10.0)
    row = torch.zeros(2, len(speech.vocabulary))
    lane.favour(row)
    assert row[0, lane.search.end] < -10 and row.sum() == 2 * row[0, lane.search.end]
    assert unsaid(40, 10.0) == unsaid(1, 0.4) == 0.0 < unsaid(10, 10.0) < unsaid(2, 10.0)


def test_any_checkpoint_through_the_same_setting(checkpoint: Path) -> None:
    from extractors.speech.words.asr import transcribe

    pieces = [SpeechPiece(index=n, start=10.0 * n, end=10.0 * n + 1.5, channel=-1, speaker="a", samples=_noise(1.5))
              for n in range(2)] + [SpeechPiece(index=2, start=30.0, end=30.0, channel=-1, speaker="a",
                                                samples=np.zeros(10, dtype=np.float32))]
    told: list[float] = []
    found = transcribe(pieces, options=SpeechOptions(model=str(checkpoint), script=Script.AS_SPOKEN),
                       language="en", progress=told.append)
    assert [one.index for one in found] == [0, 1, 2] and found[2].text == "" and told[-1] == 1.0
    for piece, one in zip(pieces, found, strict=True):
        assert "".join(word.text for word in one.words).replace(" ", "") == "".join(one.text.split())
        assert all(piece.start - 0.01 <= word.start <= word.end <= piece.end + 0.1 for word in one.words)
        assert ink(one.text) + sum(note.characters for note in one.notes) >= 0


@pytest.mark.parametrize("content", [b"", b"not a checkpoint", b"PK\x03\x04 broken"])
def test_a_broken_checkpoint_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "broken.pt"
    path.write_bytes(content)
    with pytest.raises(MissingWeights, match="broken.pt"):
        load(str(path))


def test_an_unknown_size_is_named() -> None:
    with pytest.raises(MissingWeights, match="enormous"):
        load("enormous")


@pytest.mark.parametrize(("changed", "error"), [
    ({"model": "enormous"}, MissingWeights), ({"model": "somewhere/own.pt"}, MissingWeights),
    ({"asr": "parrot"}, MissingDependency), ({"diarizer": "oracle"}, Unsupported),
])
def test_settings_that_cannot_work_are_told_before_any_work(changed: dict[str, str], error: type[RolescanError],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.speech.audio.decode", lambda *_, **__: pytest.fail("it began to work"))
    options = Options(speech=SpeechOptions(**changed))
    with pytest.raises(error) as told:
        read_recording(describe(str(SAMPLES / "zh_llm_call.flac")), options)
    assert told.value.stage in ("asr", "speakers") and told.value.hint != RolescanError.default_hint


def test_a_damaged_checkpoint_is_told_before_the_speakers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESCAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("extractors.speech.audio.speakers_by_voice", lambda *_, **__: pytest.fail("it looked for them"))
    (tmp_path / "own.pt").write_bytes(b"not a checkpoint")
    with pytest.raises(MissingWeights, match="own.pt"):
        read_recording(describe(str(SAMPLES / "en_mle_call.flac")),
                       Options(speech=SpeechOptions(model=str(tmp_path / "own.pt"))))


def test_the_sizes_that_may_be_named_are_whispers_own() -> None:
    import whisper

    assert set(_SIZES) == set(whisper.available_models())


def _ctranslate2(tensors: dict[str, np.ndarray]) -> bytes:
    def name(text: str) -> bytes:
        raw = text.encode() + b"\0"
        return struct.pack("<H", len(raw)) + raw

    out = struct.pack("<I", 6) + name("WhisperSpec") + struct.pack("<II", 3, len(tensors))
    for key, value in tensors.items():
        kind = {"float16": 4, "float32": 0, "int16": 2, "int8": 1}[value.dtype.name]
        out += name(key) + struct.pack(f"<B{value.ndim}I", value.ndim, *value.shape)
        out += struct.pack("<BI", kind, value.nbytes) + value.tobytes()
    return out + struct.pack("<I", 0)


def _tensors(width: int = 4) -> dict[str, np.ndarray]:
    def made(*shape: int) -> np.ndarray:
        return np.arange(np.prod(shape), dtype=np.float16).reshape(shape)

    return {
        "encoder/conv1/weight": made(width, 80, 3), "encoder/position_encodings/encodings": made(10, width),
        "decoder/embeddings/weight": made(20, width), "decoder/position_encodings/encodings": made(6, width),
        "encoder/num_heads": np.int16(2), "encoder/layer_0/ffn/linear_0/weight": made(16, width),
        "decoder/layer_0/ffn/linear_0/weight": made(16, width), "decoder/num_heads": np.int16(2),
        "decoder/layer_0/self_attention/linear_0/weight": made(3 * width, width),
        "decoder/layer_0/self_attention/linear_0/bias": made(3 * width),
        "decoder/layer_0/attention/linear_1/weight": made(2 * width, width),
        "decoder/layer_0/attention/layer_norm/gamma": made(width),
    }


def test_stacked_projections_are_taken_apart(tmp_path: Path) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(_ctranslate2(_tensors()))
    tensors = dict(read_tensors(path))
    assert dimensions(tensors)["n_audio_head"] == 2 and dimensions(tensors)["n_vocab"] == 20
    state = state_dict(tensors)
    stacked = torch.from_numpy(tensors["decoder/layer_0/self_attention/linear_0/weight"].copy())
    assert torch.equal(state["decoder.blocks.0.attn.key.weight"], stacked[4:8])
    assert torch.equal(state["decoder.blocks.0.attn.value.bias"], torch.arange(8, 12).half())
    assert "decoder.blocks.0.attn.key.bias" not in state
    assert state["decoder.blocks.0.cross_attn.value.weight"].shape == (4, 4)
    assert "decoder.blocks.0.cross_attn_ln.weight" in state


@pytest.mark.parametrize("keep", [3, 40, -5])
def test_a_cut_off_file_is_named(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(_ctranslate2(_tensors())[:keep] if keep != -5 else _ctranslate2(_tensors())[:-5][:-40])
    with pytest.raises(MissingWeights, match="model.bin"):
        dict(read_tensors(path))


def test_warping_takes_the_cheapest_way() -> None:
    cost = np.array([[0.0, 5.0, 5.0], [5.0, 0.0, 0.0]])
    assert warped(cost)[-1, -1] == 0.0
