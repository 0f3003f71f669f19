"""Wrong steps and turns, as students write them."""

from autograder.audit.answers.answer import Wrong

_MOVES = "D takes one step down its own loss"
_STAYS = "G stays as it was, without a gradient"
_OLD = "old gradients are forgotten"
_SAID = "the numbers returned are those before the step, detached"
_RETURN = (
    "return {'d_loss': v.detach(), 'd_real': r.detach().sigmoid().mean(),"
    " 'd_fake': f.detach().sigmoid().mean()}"
)
_D = [
    "fake = generator(noise).detach()",
    "r, f = discriminator(real), discriminator(fake)",
    "v = loss(r, f)",
    "optimizer.zero_grad()",
    "v.backward()",
    "optimizer.step()",
    _RETURN,
]


def _with(lines: list[str], **changes: str) -> str:
    """The lines of a function's body, some of them changed: l0 is the first."""
    body = [changes.get(f"l{i}", line) for i, line in enumerate(lines)]
    return "".join(f"    {line}\n" for line in body if line)


_D_STEP = [
    ("no step", _MOVES, "D did not move", _with(_D, l5="")),
    ("no backward", _MOVES, "D did not move", _with(_D, l4="")),
    ("uphill", _MOVES, "D walked uphill", _with(_D, l4="(-v).backward()")),
    ("exchanged", _MOVES, "real and fake are exchanged", _with(_D, l2="v = loss(f, r)")),
    ("no detach", _STAYS, "left gradients in G", _with(_D, l0="fake = generator(noise)")),
    ("no zero_grad", _OLD, "call zero_grad() before backward()", _with(_D, l3="")),
    (
        "zero_grad after backward",
        _MOVES,
        "D did not move",
        _with(_D, l3="", l4="v.backward(); optimizer.zero_grad()"),
    ),
    (
        "mean logits",
        _SAID,
        "d_real is a mean logit",
        _with(_D, l6=_RETURN.replace("r.detach().sigmoid().mean()", "r.detach().mean()")),
    ),
    (
        "exchanged in the report",
        _SAID,
        "d_real and d_fake are exchanged",
        _with(
            _D,
            l6=_RETURN.replace("d_real", "x").replace("d_fake", "d_real").replace("x'", "d_fake'"),
        ),
    ),
    (
        "sigmoid of the mean",
        _SAID,
        "the sigmoid comes before the mean",
        _with(_D, l6=_RETURN.replace("r.detach().sigmoid().mean()", "r.detach().mean().sigmoid()")),
    ),
    (
        "item",
        _SAID,
        "no .item()",
        _with(_D, l6=_RETURN.replace("v.detach()", "v.item()")),
    ),
    (
        "not detached",
        _SAID,
        "detached tensor",
        _with(_D, l6=_RETURN.replace("'d_real': r.detach()", "'d_real': r")),
    ),
    (
        "the loss after the step",
        _SAID,
        "expected",
        _with(_D, l6="v = loss(discriminator(real), discriminator(fake))\n    " + _RETURN),
    ),
    (
        "both players move",
        _STAYS,
        "G moved in D's step",
        _with(
            _D,
            l0="fake = generator(noise)",
            l5="optimizer.step()\n    with torch.no_grad():\n        for w in"
            " generator.parameters():\n            w -= 0.1 * w.grad; w.grad = None",
        ),
    ),
]

_GM, _GS = "G takes one step down its own loss", "D stays as it was"
_GO = "gradients that an earlier step left in G are forgotten"
_GR = "the loss returned is that before the step, detached, for any noise"
_G = [
    "v = loss(discriminator(generator(noise)))",
    "optimizer.zero_grad()",
    "v.backward()",
    "optimizer.step()",
    "return {'g_loss': v.detach()}",
]
_G_STEP = [
    ("no step", _GM, "G did not move", _with(_G, l3="")),
    (
        "detach here too",
        _GM,
        "G did not move",
        _with(_G, l0="v = loss(discriminator(generator(noise).detach()))"),
    ),
    ("uphill", _GM, "G walked uphill", _with(_G, l2="(-v).backward()")),
    ("no zero_grad", _GO, "call zero_grad() before backward()", _with(_G, l1="")),
    (
        "zero_grad too late",
        _GM,
        "G did not move",
        _with(_G, l1="", l2="v.backward(); optimizer.zero_grad()"),
    ),
    (
        "D moves along",
        _GS,
        "D moved in G's step",
        _with(
            _G,
            l1="optimizer.zero_grad(); discriminator.zero_grad()",
            l3="optimizer.step()\n    with torch.no_grad():\n        for w in"
            " discriminator.parameters():\n            w -= 0.1 * w.grad",
        ),
    ),
    ("item", _GR, "no .item()", _with(_G, l4="return {'g_loss': v.item()}")),
    ("not detached", _GR, "detached tensor", _with(_G, l4="return {'g_loss': v}")),
    (
        "noise of its own",
        _GM,
        "expected",
        _with(_G, l0="v = loss(discriminator(generator(torch.randn_like(noise))))"),
    ),
    (
        "the loss after the step",
        _GR,
        "expected",
        _with(_G, l4="return {'g_loss': loss(discriminator(generator(noise))).detach()}"),
    ),
    (
        "two steps",
        _GM,
        "expected",
        _with(_G, l3="optimizer.step(); optimizer.step()"),
    ),
]

_ALL = "all four numbers, and both players move"
_ORDER = "D first, then G against the D that has moved; nothing leaks from step to step"
_AGAIN = "fresh noise at every call"
_T = [
    "z = lambda: sample_noise(len(real), device=real.device)",
    "a = discriminator_step(discriminator, generator, d_optimizer, real, z(), d_loss)",
    "b = generator_step(discriminator, generator, g_optimizer, z(), g_loss)",
    "return {**a, **b}",
]
_TURN = [
    ("G first", _ORDER, "D's step comes first", _with(_T, l1=_T[2], l2=_T[1])),
    ("only D's numbers", _ALL, "belong together", _with(_T, l3="return a")),
    ("only G's numbers", _ALL, "belong together", _with(_T, l3="return b")),
    ("no G", _ALL, "belong together", _with(_T, l2="b = {}")),
    ("a tuple", _ALL, "a dictionary", _with(_T, l3="return tuple({**a, **b}.values())")),
    (
        "optimisers exchanged",
        _ALL,
        "did not move",
        _with(_T, l1=_T[1].replace("d_opt", "g_opt"), l2=_T[2].replace("g_opt", "d_opt")),
    ),
    (
        "the same noise at every call",
        _AGAIN,
        "drew the same fakes",
        _with(
            _T,
            l0="z = lambda: torch.randn(len(real), NOISE_DIM,"
            " generator=torch.Generator().manual_seed(0))",
        ),
    ),
    (
        "no noise at all",
        _AGAIN,
        "drew the same fakes",
        _with(_T, l0="z = lambda: torch.zeros(len(real), NOISE_DIM)"),
    ),
    (
        "two steps of D",
        _ORDER,
        "expected",
        _with(_T, l1=_T[1] + "\n    " + _T[1]),
    ),
    (
        "losses exchanged",
        _ALL,
        "",
        _with(_T, l1=_T[1].replace("d_loss", "g_loss"), l2=_T[2].replace("g_loss", "d_loss")),
    ),
    (
        "the old D for G",
        _ORDER,
        "D's step comes first",
        _with(
            _T,
            l1="old = copy.deepcopy(discriminator)\n    " + _T[1],
            l2=_T[2].replace("(discriminator,", "(old,"),
        ).replace("    z =", "    import copy\n    z =", 1),
    ),
    (
        "half of the batch",
        _ORDER,
        "expected",
        _with(_T, l1=_T[1].replace("real, z()", "real[: len(real) // 2], z()")),
    ),
]

_CUT = "G moves along its own loss alone"
_B = [
    "g_optimizer.zero_grad(); d_optimizer.zero_grad()",
    "fake = generator(noise)",
    "d_loss = least_squares_d(discriminator(real), discriminator(fake.detach()))",
    "d_loss.backward(); d_optimizer.step()",
    "g_loss = least_squares_g(discriminator(fake))",
    "g_loss.backward(); g_optimizer.step()",
]
_LEAK = "d_loss = least_squares_d(discriminator(real), discriminator(fake))"
_KEEP = "d_loss.backward(retain_graph=True); d_optimizer.step()"
_BUG = [
    ("as it was", _CUT, "must be cut", _with(_B, l2=_LEAK, l3=_KEEP)),
    (
        "detached for both",
        _CUT,
        "G does not move",
        _with(
            _B,
            l1="fake = generator(noise).detach()",
            l4="g_loss = least_squares_g(discriminator(fake))",
        ),
    ),
    (
        "detached for G",
        _CUT,
        "G moves along D's loss",
        _with(_B, l2=_LEAK, l3=_KEEP, l4="g_loss = least_squares_g(discriminator(fake.detach()))"),
    ),
    ("retain_graph taken out", _CUT, "", _with(_B, l2=_LEAK)),
    (
        "zero_grad of the wrong one",
        _CUT,
        "must be cut",
        _with(_B, l2=_LEAK, l3=_KEEP, l4="d_optimizer.zero_grad()\n    " + _B[4]),
    ),
    (
        "no zero_grad",
        "the same, for other games and after an earlier turn",
        "expected",
        _with(_B, l0=""),
    ),
    ("G left out", _CUT, "G does not move", _with(_B, l4="", l5="")),
    (
        "G before D",
        _CUT,
        "expected",
        _with(
            _B,
            l3="d_loss.backward()",
            l5="g_loss.backward(); g_optimizer.step(); d_optimizer.step()",
        ),
    ),
    (
        "G uphill",
        _CUT,
        "expected",
        _with(_B, l5="(-g_loss).backward(); g_optimizer.step()"),
    ),
    (
        "the real pictures detached",
        _CUT,
        "must be cut",
        _with(_B, l2=_LEAK.replace("(real)", "(real.detach())"), l3=_KEEP),
    ),
]

_HEADS = {
    "discriminator_step": (
        "discriminator_step(discriminator, generator, optimizer, real, noise, loss)"
    ),
    "generator_step": "generator_step(discriminator, generator, optimizer, noise, loss)",
    "train_step": (
        "train_step(generator, discriminator, g_optimizer, d_optimizer, real, d_loss, g_loss)"
    ),
    "bug_detach": (
        "turn_with_one_batch(generator, discriminator, g_optimizer, d_optimizer, real, noise)"
    ),
}
_ALL_OF = {
    "discriminator_step": _D_STEP,
    "generator_step": _G_STEP,
    "train_step": _TURN,
    "bug_detach": _BUG,
}

ANSWERS = [
    Wrong(
        exercise=exercise,
        name=name,
        check=check,
        says=says,
        code=f"def {_HEADS[exercise]}:\n{body}",
    )
    for exercise, cases in _ALL_OF.items()
    for name, check, says, body in cases
]
