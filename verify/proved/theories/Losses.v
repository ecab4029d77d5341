(** What a machine may lose on one sum is at most what [loss] of Boxes.v says, and nothing is too large for it. *)
From Coq Require Import QArith Qabs ZArith List Bool Lia Lqa.
From Superproof Require Import Statement FloatStatement Executed Roundoff Boxes.
Import ListNotations.
Open Scope Q_scope.

(** The machine in question: [digits] of precision, tiny numbers far below any unit, large ones far beyond any sum. *)
Definition is_machine (digits : Z) (a : machine) : Prop :=
  (0 < digits)%Z /\ roundoff a * inject_Z (2 ^ digits) == 1 /\ 0 <= tiny a /\ tiny a * inject_Z (2 ^ 126) <= 1 /\
  inject_Z (2 ^ 64) <= large a.

Lemma roundoff_nonneg d a : is_machine d a -> 0 <= roundoff a.
Proof.
  intros (Hd & U & _). assert (P : 0 < inject_Z (2 ^ d)) by (change 0 with (inject_Z 0); rewrite <- Zlt_Qlt; apply Z.pow_pos_nonneg; lia).
  destruct (Qlt_le_dec (roundoff a) 0); auto; nra.
Qed.

(** Subnormal numbers are far below one unit. *)
Lemma tiny_below d a s : is_machine d a -> (s <= most_scale)%nat -> tiny a * pow2 s <= 1.
Proof.
  intros (_ & _ & E0 & E & _) L. assert (P := pow2_le s 126 ltac:(unfold most_scale in L; lia)).
  change (pow2 126) with (inject_Z (2 ^ 126)) in P. set (p := inject_Z (2 ^ 126)) in *. assert (Q := pow2_one s). nra.
Qed.

Lemma growth_upper a n : 0 <= roundoff a -> qnat n * roundoff a <= 1 ->
  growth a n <= 1 + qnat n * roundoff a + (qnat n * roundoff a) * (qnat n * roundoff a).
Proof.
  intros U. induction n as [|n IH]; intros L; cbn [growth]; [change (qnat 0) with 0; lra|].
  rewrite qnat_S in *. assert (N := qnat_nonneg n). set (m := qnat n) in *. set (u := roundoff a) in *.
  assert (Lm : m * u <= 1) by nra. specialize (IH Lm). assert (G := growth_one a U n). set (g := growth a n) in *.
  assert (M : 0 <= m * u) by nra.
  assert (B : g * (1 + u) <= (1 + m * u + m * u * (m * u)) * (1 + u)) by nra.
  apply (Qle_trans _ _ _ B).
  assert (m * u * (m * u) * u <= m * u * u).
  { setoid_replace (m * u * u) with (m * u * u * 1) by ring. setoid_replace (m * u * (m * u) * u) with (m * u * u * (m * u)) by ring.
    assert (0 <= m * u * u) by nra. nra. }
  assert (0 <= m * u * u) by nra. assert (0 <= u * u) by nra. lra.
Qed.

Lemma shiftr_up (z d : Z) (u : Q) : (0 < d)%Z -> u * inject_Z (2 ^ d) == 1 -> inject_Z z * u <= inject_Z (Z.shiftr z d + 1).
Proof.
  intros D U. assert (P : (0 < 2 ^ d)%Z) by (apply Z.pow_pos_nonneg; lia).
  rewrite Z.shiftr_div_pow2 by lia. assert (M := Z.mod_pos_bound z (2 ^ d) P). assert (E := Z.div_mod z (2 ^ d) ltac:(lia)).
  assert (L : (z <= 2 ^ d * (z / 2 ^ d + 1))%Z) by lia.
  rewrite Zle_Qle, inject_Z_mult in L. assert (P' : 0 < inject_Z (2 ^ d)) by (change 0 with (inject_Z 0); rewrite <- Zlt_Qlt; exact P).
  assert (U' : 0 < u) by (destruct (Qlt_le_dec 0 u); auto; nra).
  set (w := inject_Z (2 ^ d)) in *. set (q := inject_Z (z / 2 ^ d + 1)) in *.
  assert (H : inject_Z z * u <= w * q * u) by nra. apply (Qle_trans _ _ _ H).
  setoid_replace (w * q * u) with (q * (u * w)) by ring. rewrite U. lra.
Qed.

(** The error of a sum, in units, is at most [loss]; and nothing is too large for the machine. *)
Lemma loss_covers a d s (l : list Q) (r : sums) : is_machine d a -> (s <= most_scale)%nat -> bounded d r = true ->
  (Z.of_nat (nonzeros l) <= terms r)%Z -> sizes l * pow2 s <= inject_Z (total r) -> (Z.of_nat (length l) <= 2 ^ 31)%Z -> l <> [] ->
  error a l * pow2 s <= inject_Z (loss d r) /\ span a l <= large a.
Proof.
  intros M S B K T N Ne. assert (U' := roundoff_nonneg d a M). destruct M as (D & U & E0 & E & Lg). unfold bounded in B. apply andb_prop in B as [B1 B2]. apply Z.eqb_eq in B1, B2.
  set (u := roundoff a) in *. set (e := tiny a) in *.
  assert (Sn := sizes_nonneg l). assert (P := pow2_one s).
  assert (K0 := qnat_nonneg (nonzeros l)). set (n := qnat (nonzeros l)) in *.
  assert (K' : n <= inject_Z (terms r)) by (unfold n, qnat; rewrite <- Zle_Qle; exact K).
  assert (T0 : 0 <= inject_Z (total r)) by nra.
  assert (KU : inject_Z (terms r) * u <= 1).
  { assert (H := shiftr_up (terms r) d u D U). rewrite B1 in H. exact H. }
  assert (NU : n * u <= 1) by nra.
  assert (G := growth_upper a (nonzeros l) U' NU). fold u n in G. assert (G1 := growth_one a U' (nonzeros l)).
  set (g := growth a (nonzeros l)) in *.
  assert (NU0 : 0 <= n * u) by nra.
  assert (G3 : g <= 3) by (set (y := n * u) in *; assert (y * y <= 1) by nra; lra).
  set (k := inject_Z (terms r)) in *. set (t := inject_Z (total r)) in *.
  assert (Hk := shiftr_up (terms r * terms r) d u D U). rewrite inject_Z_mult in Hk. fold k in Hk.
  assert (Ht := shiftr_up (total r) d u D U). fold t in Ht.
  assert (T61 : (total r < 2 ^ 61)%Z).
  { rewrite Z.shiftr_div_pow2 in B2 by lia. apply Z.div_small_iff in B2; [|lia]. destruct B2 as [B2|B2]; [lia|].
    assert (0 <= total r)%Z by (rewrite Zle_Qle; exact T0). lia. }
  (* what flushes lose *)
  assert (P88 : pow2 s <= inject_Z (2 ^ 88)) by (apply (pow2_le s 88); exact S).
  assert (Len : qnat (length l) <= inject_Z (2 ^ 31)) by (unfold qnat; rewrite <- Zle_Qle; exact N).
  assert (Q0 := qnat_nonneg (length l)).
  assert (E38 : e * pow2 s * 274877906944 <= 1).
  { change (inject_Z (2 ^ 126)) with (inject_Z (2 ^ 88) * 274877906944) in E.
    assert (e * pow2 s <= e * inject_Z (2 ^ 88)) by nra. lra. }
  assert (Fl : g * (4 * qnat (length l) * e) * pow2 s <= 1).
  { set (x := e * pow2 s) in *. assert (X0 : 0 <= x) by (unfold x; nra).
    setoid_replace (g * (4 * qnat (length l) * e) * pow2 s) with (g * qnat (length l) * (4 * x)) by (unfold x; ring).
    change (inject_Z (2 ^ 31)) with 2147483648 in Len.
    assert (g * qnat (length l) <= 3 * 2147483648) by nra. nra. }
  split.
  - unfold error, loss. fold u e g. rewrite !inject_Z_plus, !inject_Z_mult, !inject_Z_plus. fold k.
    set (a1 := Z.shiftr (terms r * terms r) d) in *. set (a2 := Z.shiftr (total r) d) in *. rewrite inject_Z_plus in Hk, Ht.
    assert (Rel : (g - 1) * sizes l * pow2 s <= (k + inject_Z a1 + 1) * (inject_Z a2 + 1)).
    { change (inject_Z 1) with 1 in *. set (x := sizes l * pow2 s) in *. assert (X0 : 0 <= x) by (unfold x; nra).
      setoid_replace ((g - 1) * sizes l * pow2 s) with ((g - 1) * x) by (unfold x; ring).
      assert (NK : n * u <= k * u) by (apply Qmult_le_compat_r; auto).
      assert (H1 : (g - 1) * x <= (n * u + n * u * (n * u)) * x) by (apply Qmult_le_compat_r; [lra|exact X0]).
      assert (H2 : n * u + n * u * (n * u) <= k * u + k * u * (k * u)).
      { assert (n * u * (n * u) <= k * u * (k * u)); [|lra].
        apply (Qle_trans _ (k * u * (n * u))); [apply Qmult_le_compat_r; auto|].
        rewrite (Qmult_comm _ (n * u)). apply Qmult_le_compat_r; auto. lra. }
      assert (H3 : (n * u + n * u * (n * u)) * x <= (k * u + k * u * (k * u)) * t).
      { apply (Qle_trans _ ((k * u + k * u * (k * u)) * x)); [apply Qmult_le_compat_r; auto|].
        rewrite !(Qmult_comm (k * u + k * u * (k * u))). apply Qmult_le_compat_r; [exact T|].
        assert (0 <= k * u * (k * u)) by (apply Qmult_le_0_compat; lra). lra. }
      assert (H4 : (k * u + k * u * (k * u)) * t == (k + k * k * u) * (t * u)) by ring.
      assert (H5 : 0 <= t * u) by (apply Qmult_le_0_compat; auto). assert (H6 : 0 <= k) by lra.
      assert (H7 : 0 <= k * k * u) by (apply Qmult_le_0_compat; [apply Qmult_le_0_compat|]; auto).
      assert (H8 : (k + k * k * u) * (t * u) <= (k + inject_Z a1 + 1) * (inject_Z a2 + 1)).
      { apply (Qle_trans _ ((k + inject_Z a1 + 1) * (t * u))); [apply Qmult_le_compat_r; auto; lra|].
        rewrite !(Qmult_comm (k + inject_Z a1 + 1)). apply Qmult_le_compat_r; [exact Ht|lra]. }
      lra. }
    change (inject_Z 1) with 1 in *.
    assert (Sl : g * (slack l * e) * pow2 s <= 1).
    { apply (Qle_trans _ (g * (4 * qnat (length l) * e) * pow2 s)); [|exact Fl]. unfold slack.
      assert (0 <= g * e * pow2 s) by (assert (0 <= g * e) by nra; nra). set (y := g * e * pow2 s) in *.
      setoid_replace (g * ((4 * qnat (length l) - 3) * e) * pow2 s) with ((4 * qnat (length l) - 3) * y) by (unfold y; ring).
      setoid_replace (g * (4 * qnat (length l) * e) * pow2 s) with ((4 * qnat (length l)) * y) by (unfold y; ring). nra. }
    setoid_replace (((g - 1) * sizes l + g * (slack l * e)) * pow2 s) with ((g - 1) * sizes l * pow2 s + g * (slack l * e) * pow2 s) by ring.
    lra.
  - unfold span. fold e g. apply (Qle_trans _ (inject_Z (2 ^ 64))); [|exact Lg].
    rewrite Zlt_Qlt in T61. fold t in T61.
    assert (Sz : sizes l <= inject_Z (2 ^ 61)) by nra.
    assert (F1 : g * (4 * qnat (length l) * e) <= 1).
    { assert (0 <= g * (4 * qnat (length l) * e)) by (assert (0 <= qnat (length l) * e) by nra; nra). nra. }
    change (inject_Z (2 ^ 61)) with 2305843009213693952 in *. change (inject_Z (2 ^ 64)) with 18446744073709551616.
    setoid_replace (g * (sizes l + 4 * qnat (length l) * e)) with (g * sizes l + g * (4 * qnat (length l) * e)) by ring. nra.
Qed.
