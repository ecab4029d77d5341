(** One neuron of a level: from its row, its bias and its gates, that it is 1 just where it must be. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Worst Multiplicity Roles Tolerance Thresholds.
Import ListNotations.
Open Scope Z_scope.

(** A feature that a neuron's gates have: its points there, and the gates that have it. *)
Record touch := Touch { feature : nat; worth : Z; about : list gate }.

Definition touches (gs : list gate) : list touch :=
  map (fun j => Touch j (worth_of gs j) (filter (fun g => member j (wires g)) gs)) (dedupe (flat_map wires gs)).

Definition of_worth (r : Z) (ts : list touch) : list nat := map feature (filter (fun t => worth t =? r) ts).

(** Entry k: the k largest values together, k = 0..s; of these features, or of those below m that are not left out. *)
Definition largest_sums (g : nat -> Z) (s : nat) (l : list nat) : list Z :=
  map (best s (fold_left (fun worst a => better worst (g a)) l (repeat nothing s))) (seq 0 (S s)).
Definition largest_other_sums (g : nat -> Z) (s m : nat) (out : list nat) : list Z :=
  map (best s (scan g (fun j => member j out) m 0 (repeat nothing s))) (seq 0 (S s)).

(** How much larger a sum can be than that over words, and how much smaller, for charges of additional and lost values. *)
Definition raised (charge : Z * Z) (up down : Z) : Z := up * fst charge + down * snd charge.
Definition lowered (charge : Z * Z) (up down : Z) : Z := down * fst charge + up * snd charge.

(** For all numbers of active features of two points, one, minus two and none: the largest sums, and minus the smallest. *)
Definition check_counts (s : nat) (charge : nat -> Z * Z) (up down u : Z) (h2 h1 hm h0 l2 l1 lm l0 : list Z) : bool :=
  forallb (fun a => forallb (fun b => forallb (fun c => forallb (fun d =>
    let n := (a + b + c + d)%nat in
    if 2 <=? 2 * Z.of_nat a + Z.of_nat b - 2 * Z.of_nat c
    then nth a l2 0 + nth b l1 0 + nth c lm 0 + nth d l0 0 + lowered (charge n) up down + 1 <=? u
    else nth a h2 0 + nth b h1 0 + nth c hm 0 + nth d h0 0 + raised (charge n) up down + u <=? 0)
  (seq 0 (S (s - a - b - c)))) (seq 0 (S (s - a - b)))) (seq 0 (S (s - a)))) (seq 0 (S s)).

Definition check_neuron (s m : nat) (charge : nat -> Z * Z) (ts : list touch) (row : vector) (u : Z) (G : arr) : bool :=
  let full := of_worth 2 ts in
  let half := of_worth 1 ts in
  let less := of_worth (-2) ts in
  let out := full ++ half ++ less in
  let high := get G in
  let low := fun j => - get G j in
  check_counts s charge (highest row) (deepest row) u
    (largest_sums high s full) (largest_sums high s half) (largest_sums high s less) (largest_other_sums high s m out)
    (largest_sums low s full) (largest_sums low s half) (largest_sums low s less) (largest_other_sums low s m out).

(* ---------------------------------------------------------------- its correctness *)

Lemma worth_values gs j : worth_of gs j = 2 \/ worth_of gs j = 1 \/ worth_of gs j = -2 \/ worth_of gs j = 0.
Proof. unfold worth_of. destruct (role j gs) as [|[|[|[|r]]]]; cbn [points]; auto. Qed.

Lemma worth_touched gs j r : worth_of gs j = r -> r <> 0 -> In j (of_worth r (touches gs)).
Proof.
  intros W R. unfold of_worth. apply in_map_iff. exists (Touch j (worth_of gs j) (filter (fun g => member j (wires g)) gs)).
  split; auto. apply filter_In. cbn [worth]. split; [|apply Z.eqb_eq; auto]. unfold touches. apply in_map_iff. exists j.
  split; auto. apply dedupe_In. destruct (role_from j gs) as (g & I & Q).
  - intros E. unfold worth_of in W. rewrite E in W. cbn [points] in W. congruence.
  - apply in_flat_map. exists g. split; auto. apply meaning_wires. rewrite Q. intros E. unfold worth_of in W.
    rewrite E in W. cbn [points] in W. congruence.
Qed.

Lemma touched_worth gs j r : In j (of_worth r (touches gs)) -> worth_of gs j = r.
Proof.
  intros I. apply in_map_iff in I as (t & <- & I). apply filter_In in I as [I W]. apply Z.eqb_eq in W.
  apply in_map_iff in I as (i & <- & _). exact W.
Qed.

Definition kind_of (gs : list gate) (r : Z) (J : list nat) : list nat := filter (fun j => worth_of gs j =? r) J.

Lemma sumf_kinds gs f J :
  sumf f J = sumf f (kind_of gs 2 J) + sumf f (kind_of gs 1 J) + sumf f (kind_of gs (-2) J) + sumf f (kind_of gs 0 J).
Proof.
  unfold kind_of. induction J as [|j J IH]; auto. cbn [sumf filter].
  destruct (worth_values gs j) as [E|[E|[E|E]]]; rewrite E; cbn [Z.eqb Pos.eqb sumf]; lia.
Qed.

Lemma points_by_kind gs J : sumf (worth_of gs) J =
  2 * Z.of_nat (length (kind_of gs 2 J)) + Z.of_nat (length (kind_of gs 1 J)) - 2 * Z.of_nat (length (kind_of gs (-2) J)).
Proof.
  assert (E : forall r J, sumf (worth_of gs) (kind_of gs r J) = Z.of_nat (length (kind_of gs r J)) * r).
  { intros r J'. rewrite <- sumf_const. apply sumf_ext_in. intros j I. apply filter_In in I as [_ I]. apply Z.eqb_eq. exact I. }
  rewrite (sumf_kinds gs), !E. lia.
Qed.

Lemma largest_sums_bound g s l R k : NoDup R -> incl R l -> (length R <= s)%nat -> k = length R ->
  sumf g R <= nth k (largest_sums g s l) 0.
Proof.
  intros N I L ->. unfold largest_sums. rewrite seq_map_nth by lia. eapply tops_best; eauto. apply all_tops.
Qed.

Lemma largest_other_sums_bound g s m out R k : (0 < s)%nat -> NoDup R -> (forall j, In j R -> (j < m)%nat /\ member j out = false) ->
  (length R <= s)%nat -> k = length R -> sumf g R <= nth k (largest_other_sums g s m out) 0.
Proof. intros S N I L ->. unfold largest_other_sums. rewrite seq_map_nth by lia. apply others_tops; auto. Qed.

Lemma forallb_seq f n k : forallb f (seq 0 n) = true -> (k < n)%nat -> f k = true.
Proof. intros H K. rewrite forallb_forall in H. apply H, in_seq. lia. Qed.

Lemma sumf_opp {A} (f : A -> Z) l : sumf (fun a => - f a) l = - sumf f l.
Proof. induction l; cbn [sumf]; lia. Qed.

(** The neuron is 1 just where it must be: on all values whose sum over words is that of the active features J, but for
    what may be additional or lost where so many are active. *)
Theorem check_neuron_sound s m charge gs row u G J c x :
  check_neuron s m charge (touches gs) row u G = true -> (0 < s)%nat ->
  NoDup J -> (forall j, In j J -> (j < m)%nat) -> (length J <= s)%nat ->
  length c = length x -> over c x <= fst (charge (length J)) -> over x c <= snd (charge (length J)) ->
  dot row x = sumf (get G) J ->
  positive_sum (dot row c + u) = unit_if (must gs J).
Proof.
  intros H S N B L Lc A1 A2 D. unfold check_neuron in H. cbv zeta in H.
  set (full := of_worth 2 (touches gs)) in *. set (half := of_worth 1 (touches gs)) in *.
  set (less := of_worth (-2) (touches gs)) in *.
  set (J2 := kind_of gs 2 J). set (J1 := kind_of gs 1 J). set (Jm := kind_of gs (-2) J). set (J0 := kind_of gs 0 J).
  assert (Len : Z.of_nat (length J) = Z.of_nat (length J2) + Z.of_nat (length J1) + Z.of_nat (length Jm) + Z.of_nat (length J0)).
  { assert (E := sumf_kinds gs (fun _ => 1) J). rewrite !sumf_const in E. fold J2 J1 Jm J0 in E. lia. }
  assert (Points := points_by_kind gs J). fold J2 J1 Jm in Points.
  assert (NK : forall r, NoDup (kind_of gs r J)) by (intros; apply NoDup_filter; exact N).
  assert (IK : forall r, r <> 0 -> incl (kind_of gs r J) (of_worth r (touches gs))).
  { intros r R j I. apply filter_In in I as [_ I]. apply Z.eqb_eq in I. apply worth_touched; auto. }
  assert (O : forall j, In j J0 -> (j < m)%nat /\ member j (full ++ half ++ less) = false).
  { intros j I. apply filter_In in I as [I W]. apply Z.eqb_eq in W. split; [apply B; exact I|]. apply member_false. intros F.
    repeat apply in_app_or in F as [F|F]; apply touched_worth in F; lia. }
  set (n2 := length J2) in *. set (n1 := length J1) in *. set (nm := length Jm) in *. set (n0 := length J0) in *.
  unfold check_counts in H.
  apply forallb_seq with (k := n2) in H; [|lia]. apply forallb_seq with (k := n1) in H; [|lia].
  apply forallb_seq with (k := nm) in H; [|lia]. apply forallb_seq with (k := n0) in H; [|lia]. cbv zeta in H.
  replace (n2 + n1 + nm + n0)%nat with (length J) in H by lia.
  assert (Row : forall a, In a row -> - deepest row <= a <= highest row).
  { intros a I. split; [apply deepest_spec|apply highest_spec]; exact I. }
  assert (W := dot_over row c x _ _ Lc Row (highest_nonneg row) (deepest_nonneg row)). rewrite D in W.
  assert (P1 := highest_nonneg row). assert (P2 := deepest_nonneg row).
  unfold raised, lowered in H. destruct (charge (length J)) as [more lost]. cbn [fst snd] in *.
  unfold must, positive_sum. rewrite Points. destruct (2 <=? _).
  - apply Z.leb_le in H.
    assert (E2 := largest_sums_bound (fun j => - get G j) s full J2 n2 (NK 2) (IK 2 ltac:(lia)) ltac:(lia) eq_refl).
    assert (E1 := largest_sums_bound (fun j => - get G j) s half J1 n1 (NK 1) (IK 1 ltac:(lia)) ltac:(lia) eq_refl).
    assert (Em := largest_sums_bound (fun j => - get G j) s less Jm nm (NK (-2)) (IK (-2) ltac:(lia)) ltac:(lia) eq_refl).
    assert (E0 := largest_other_sums_bound (fun j => - get G j) s m _ J0 n0 S (NK 0) O ltac:(lia) eq_refl).
    rewrite sumf_opp in E2, E1, Em, E0. rewrite (sumf_kinds gs) in W. fold J2 J1 Jm J0 in W.
    destruct (Z.leb_spec 1 (dot row c + u)); auto. exfalso. nia.
  - apply Z.leb_le in H.
    assert (E2 := largest_sums_bound (get G) s full J2 n2 (NK 2) (IK 2 ltac:(lia)) ltac:(lia) eq_refl).
    assert (E1 := largest_sums_bound (get G) s half J1 n1 (NK 1) (IK 1 ltac:(lia)) ltac:(lia) eq_refl).
    assert (Em := largest_sums_bound (get G) s less Jm nm (NK (-2)) (IK (-2) ltac:(lia)) ltac:(lia) eq_refl).
    assert (E0 := largest_other_sums_bound (get G) s m _ J0 n0 S (NK 0) O ltac:(lia) eq_refl).
    rewrite (sumf_kinds gs) in W. fold J2 J1 Jm J0 in W.
    destruct (Z.leb_spec 1 (dot row c + u)); auto. exfalso. nia.
Qed.
