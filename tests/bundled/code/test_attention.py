"""What the card code-attention says of its program."""

from __future__ import annotations

import numpy as np
import pytest

from tests.bundled.code.program import Array, program, random

CODE = program("code-attention")
BATCH, TOKENS, WIDTH, HEADS = 2, 5, 12, 3
SIZE = WIDTH // HEADS
TEXT = random().normal(size=(BATCH, TOKENS, WIDTH))
QUERY, KEY, VALUE, OUT = random(1).normal(size=(4, WIDTH, WIDTH)) / np.sqrt(WIDTH)
FUTURE = np.triu(np.full((TOKENS, TOKENS), -np.inf), 1)


def attention(text: Array, heads: int = HEADS) -> Array:
    output: Array = CODE.causal_attention(text, QUERY, KEY, VALUE, OUT, heads)
    return output


def one_head(text: Array, columns: slice) -> Array:
    """A head of one sequence, from its columns of the projections."""
    query, key, value = (text @ weights[:, columns] for weights in (QUERY, KEY, VALUE))
    output: Array = CODE.softmax(query @ key.T / np.sqrt(query.shape[1]) + FUTURE) @ value
    return output


def test_the_output_has_the_shape_of_the_input() -> None:
    with np.errstate(all="raise"):
        output = attention(TEXT)
    assert output.shape == TEXT.shape
    assert np.isfinite(output).all()


@pytest.mark.parametrize("token", range(1, TOKENS))
def test_a_later_token_leaves_earlier_outputs_unchanged(token: int) -> None:
    changed = TEXT.copy()
    changed[:, token] += 5
    assert np.allclose(attention(changed)[:, :token], attention(TEXT)[:, :token], atol=1e-12)
    assert not np.allclose(attention(changed)[:, token:], attention(TEXT)[:, token:])


def test_it_agrees_with_a_loop_over_heads() -> None:
    for sequence, output in zip(TEXT, attention(TEXT), strict=True):
        heads = [one_head(sequence, slice(start, start + SIZE)) for start in range(0, WIDTH, SIZE)]
        assert np.allclose(output, np.concatenate(heads, axis=1) @ OUT)


def test_one_head_has_the_full_width() -> None:
    for sequence, output in zip(TEXT, attention(TEXT, heads=1), strict=True):
        assert np.allclose(output, one_head(sequence, slice(None)) @ OUT)


def test_the_first_token_attends_to_itself_alone() -> None:
    assert np.allclose(attention(TEXT)[:, 0], TEXT[:, 0] @ VALUE @ OUT)
    assert np.allclose(attention(TEXT[:, :1]), TEXT[:, :1] @ VALUE @ OUT)


def test_sequences_of_a_batch_do_not_see_each_other() -> None:
    assert np.allclose(attention(TEXT[::-1])[::-1], attention(TEXT))
    assert np.allclose(attention(TEXT[:1]), attention(TEXT)[:1])


def test_a_mask_that_holds_the_diagonal_makes_the_first_row_no_number() -> None:
    scores = random().normal(size=(TOKENS, TOKENS))
    scores[np.triu(np.ones((TOKENS, TOKENS), bool), k=0)] = -np.inf
    with np.errstate(invalid="ignore"):
        assert np.isnan(CODE.softmax(scores)[0]).all()


def test_a_direct_reshape_mixes_tokens() -> None:
    projected = TEXT @ QUERY
    direct = projected.reshape(BATCH, HEADS, TOKENS, SIZE)
    assert not np.allclose(direct, projected.reshape(BATCH, TOKENS, HEADS, SIZE).transpose(0, 2, 1, 3))


def test_a_padding_mask_broadcasts_over_heads_and_queries() -> None:
    scores = (BATCH, HEADS, TOKENS, TOKENS)
    assert np.broadcast_shapes((BATCH, 1, 1, TOKENS), scores) == scores
