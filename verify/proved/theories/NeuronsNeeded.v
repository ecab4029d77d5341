(** How many neurons and weights networks need whose codes are public: for all problems of ANDs, or of another gate, and for all
    permutations. *)
From Coq Require Import ZArith Arith List Bool Lia.
From Superproof Require Import Statement Lists Families Counting FunctionClasses OneGate NetworkBits.
Import ListNotations.
Open Scope nat_scope.

(* ---------------------------------------------------------------- ANDs *)

Definition input_of_set (m : nat) (s : list nat) : list bool := map (fun j => member j s) (seq 0 m).

Lemma input_of_set_nth m s j : (forall i, In i s -> i < m) -> nth j (input_of_set m s) false = member j s.
Proof.
  intros B. unfold input_of_set. destruct (Nat.lt_ge_cases j m) as [L|L].
  - apply (seq_map_nth (fun j => member j s)). exact L.
  - rewrite nth_overflow by (rewrite map_length, seq_length; exact L). destruct (member j s) eqn:M; auto.
    apply member_In, B in M. lia.
Qed.

Lemma input_of_set_active m s : active_features (input_of_set m s) <= length s.
Proof.
  unfold active_features, input_of_set.
  assert (E : count_occ bool_dec (map (fun j => member j s) (seq 0 m)) true
    = length (filter (fun j => member j s) (seq 0 m))).
  { induction (seq 0 m) as [|j l IH]; [reflexivity|]. cbn [map count_occ filter].
    destruct (member j s); destruct (bool_dec _ _); try congruence; cbn [length]; rewrite IH; reflexivity. }
  rewrite E. apply NoDup_incl_length; [apply NoDup_filter, seq_NoDup|]. intros j I. apply filter_In in I as [_ I].
  apply member_In. exact I.
Qed.

(** A network computes one problem of ANDs of q features at most, at every sparsity from q on. *)
Lemma one_problem_of_ands m q k v n f g : q <= v -> In f (distinct_ands m q k) -> In g (distinct_ands m q k) ->
  computes (Families.ands m v f) n -> computes (Families.ands m v g) n -> f = g.
Proof.
  intros Q If Ig [_ Cf] [_ Cg]. apply arrangements_In in If as (Lf & _ & If), Ig as (Lg & _ & Ig).
  apply (ands_differ m q); auto; [congruence|]. intros s Hs. destruct (sets_In m q s Hs) as (Ls & Ns & Bs).
  assert (Ok : forall h, admissible (Families.ands m v h) (input_of_set m s)).
  { intros h. split; [unfold input_of_set; rewrite map_length, seq_length; reflexivity|]. cbn. split; auto.
    eapply Nat.le_trans; [apply input_of_set_active|]. lia. }
  specialize (Cf _ (Ok f)). specialize (Cg _ (Ok g)). rewrite Cf in Cg.
  assert (Out : forall h, outputs (Families.ands m v h) (input_of_set m s) = ands h (fun j => member j s)).
  { intros h. unfold outputs, Families.ands, level_values, ands. cbn [levels fold_left]. rewrite map_map. apply map_ext. intros l.
    cbn [value]. induction l as [|j l IH]; [reflexivity|]. cbn [forallb]. rewrite IH, input_of_set_nth by exact Bs. reflexivity. }
  rewrite !Out in Cg. exact Cg.
Qed.

(** Of the labelled problems of k different ANDs no more are computed by such networks: fewer than a part 2^-c where these are
    fewer than |F| 2^-c. *)
Theorem few_ands_are_computed m q k v b low frames N G : q <= v -> NoDup G -> incl G (distinct_ands m q k) ->
  (forall f, In f frames -> how_many f <= N) ->
  (forall ls, In ls G ->
    exists f n, In f frames /\ has_frame n f /\ Forall (of_bits b low) (numbers n) /\ computes (Families.ands m v ls) n) ->
  length G <= length frames * 2 ^ (b * N).
Proof.
  intros Q D I Most Some. apply (networks_of_bits G (Families.ands m v) frames b low N D); auto.
  intros f g n If Ig. apply (one_problem_of_ands m q k v n f g Q); auto.
Qed.

(** Networks for all labelled problems of k different ANDs of q of m features, at any sparsity v >= q. *)
Theorem ands_need_weights m q k v b low frames N : q <= v -> k <= choose m q ->
  (forall f, In f frames -> how_many f <= N) ->
  (forall ls, In ls (distinct_ands m q k) ->
    exists f n, In f frames /\ has_frame n f /\ Forall (of_bits b low) (numbers n) /\ computes (Families.ands m v ls) n) ->
  (choose m q - k + 1) ^ k <= length frames * 2 ^ (b * N).
Proof.
  intros Q K Most Some. destruct (distinct_ands_count m q k) as [E D]. apply Nat.le_trans with (1 := falling_at_least k _ K).
  rewrite <- E. apply (few_ands_are_computed m q k v b low frames N _ Q D (incl_refl _) Most Some).
Qed.

Lemma square_layers n count : forall inputs, inputs <= n -> weights_and_biases inputs (repeat n count) <= count * (n * n + n).
Proof.
  induction count as [|count IH]; intros inputs I; [apply Nat.le_refl|]. cbn [repeat weights_and_biases]. specialize (IH n (Nat.le_refl n)).
  nia.
Qed.

(** Layers of n neurons, the first on at most n places, and a threshold of b bits too: s k <= b (count (n n + n) + 1), where
    2^s <= C(m, q) - k + 1. So n is about the square root of s k / (b count) at least, where codes are public. *)
Theorem ands_need_neurons m q k v b low ci co n count s : q <= v -> k <= choose m q -> rows ci <= n -> 2 ^ s <= choose m q - k + 1 ->
  (forall ls, In ls (distinct_ands m q k) -> exists t net, of_bits b low t /\ has_frame net (Frame ci co t (repeat n count))
    /\ Forall (of_bits b low) (numbers net) /\ computes (Families.ands m v ls) net) ->
  s * k <= b * (count * (n * n + n) + 1).
Proof.
  intros Q K R S Some. apply (Nat.pow_le_mono_r_iff 2); [lia|]. rewrite Nat.pow_mul_r.
  apply Nat.le_trans with ((choose m q - k + 1) ^ k); [apply Nat.pow_le_mono_l; exact S|].
  set (frames := map (fun i => Frame ci co (low + Z.of_nat i)%Z (repeat n count)) (seq 0 (2 ^ b))).
  apply Nat.le_trans with (length frames * 2 ^ (b * (count * (n * n + n)))).
  - apply (ands_need_weights m q k v b low frames); auto.
    + intros f F. apply in_map_iff in F as (i & <- & _). apply square_layers. exact R.
    + intros ls I. destruct (Some ls I) as (t & net & T & H & V & C). exists (Frame ci co t (repeat n count)), net.
      split; [|auto]. unfold frames. apply in_map_iff. unfold of_bits in T. exists (Z.to_nat (t - low)). split; [f_equal; lia|].
      apply in_seq. split; [lia|]. cbn [Nat.add]. apply Nat2Z.inj_lt. rewrite Z2Nat.id, Nat2Z.inj_pow by lia.
      change (Z.of_nat 2) with 2%Z. lia.
  - unfold frames. rewrite map_length, seq_length, <- Nat.pow_add_r. apply Nat.pow_le_mono_r; lia.
Qed.

(* ---------------------------------------------------------------- another gate of two inputs *)

(** [at_pair a b] is the gate on features a and b, say [Xor a b]. *)
Definition gates_problem (at_pair : nat -> nat -> gate) (m v : nat) (f : list (list nat)) : problem :=
  Problem m v [map (fun p => at_pair (nth 0 p 0) (nth 1 p 0)) f] false.

Lemma placement_bound g m p : In p (placements g m) -> nth 0 p 0 < m /\ nth 1 p 0 < m.
Proof.
  intros I. destruct (placement_pair g m p I) as (a & b & -> & _). cbn [nth]. unfold placements in I. destruct (symmetric g).
  - apply sets_In in I as (_ & _ & B). split; apply B; cbn; auto.
  - apply arrangements_In in I as (_ & _ & B). assert (Q : forall j, In j [a; b] -> j < m) by (intros j J; apply B, in_seq in J; lia).
    split; apply Q; cbn; auto.
Qed.

Lemma one_problem_of_gates g at_pair m k v n f h : (forall a b y, value (at_pair a b) y = g (y a) (y b)) ->
  depends_on_both g = true -> least_sparsity g <= v -> In f (distinct_gates g m k) -> In h (distinct_gates g m k) ->
  computes (gates_problem at_pair m v f) n -> computes (gates_problem at_pair m v h) n -> f = h.
Proof.
  intros Val G V If Ih [_ Cf] [_ Ch]. apply arrangements_In in If as (Lf & _ & If), Ih as (Lh & _ & Ih).
  apply (gates_differ g m); auto; [congruence|]. intros s Ls.
  assert (Ok : forall e, admissible (gates_problem at_pair m v e) (input_of_set m s)).
  { intros e. split; [unfold input_of_set; rewrite map_length, seq_length; reflexivity|]. cbn. split; auto.
    eapply Nat.le_trans; [apply input_of_set_active|]. lia. }
  specialize (Cf _ (Ok f)). specialize (Ch _ (Ok h)). rewrite Cf in Ch.
  assert (Out : forall e, incl e (placements g m) ->
    outputs (gates_problem at_pair m v e) (input_of_set m s) = placed g e (fun j => member j s)).
  { intros e Ie. unfold outputs, gates_problem, level_values, placed. cbn [levels fold_left]. rewrite map_map. apply map_ext_in.
    intros p P. apply Ie, placement_bound in P as [P0 P1]. rewrite Val. unfold input_of_set.
    rewrite !(seq_map_nth (fun j => member j s)) by assumption. reflexivity. }
  rewrite !Out in Ch by assumption. exact Ch.
Qed.

(** Networks for all labelled problems of k different such gates. *)
Theorem gates_need_weights g at_pair m k v b low frames N : (forall a b y, value (at_pair a b) y = g (y a) (y b)) ->
  depends_on_both g = true -> least_sparsity g <= v -> (forall f, In f frames -> how_many f <= N) ->
  (forall ps, In ps (distinct_gates g m k) -> exists f n, In f frames /\ has_frame n f /\ Forall (of_bits b low) (numbers n)
    /\ computes (gates_problem at_pair m v ps) n) ->
  falling (if symmetric g then choose m 2 else m * (m - 1)) k <= length frames * 2 ^ (b * N).
Proof.
  intros Val G V Most Some. destruct (distinct_gates_count g m k) as [E D]. rewrite <- E.
  apply (networks_of_bits _ (gates_problem at_pair m v) frames b low N D); auto.
  intros f h n. apply (one_problem_of_gates g at_pair m k v n f h Val G V).
Qed.

(* ---------------------------------------------------------------- permutations *)

(** Output i repeats feature p_i. *)
Definition permuted (m v : nat) (p : list nat) : problem := Problem m v [map Copy p] false.

Lemma one_permutation_only m v n p q : 1 <= v -> In p (permutations m) -> In q (permutations m) ->
  computes (permuted m v p) n -> computes (permuted m v q) n -> p = q.
Proof.
  intros V Ip Iq [_ Cp] [_ Cq]. apply (permutations_differ m p q Ip Iq). intros j J.
  assert (Ok : forall h, admissible (permuted m v h) (input_of_set m [j])).
  { intros h. split; [unfold input_of_set; rewrite map_length, seq_length; reflexivity|]. cbn. split; auto.
    eapply Nat.le_trans; [apply input_of_set_active|]. cbn. lia. }
  specialize (Cp _ (Ok p)). specialize (Cq _ (Ok q)). rewrite Cp in Cq.
  assert (Out : forall h, outputs (permuted m v h) (input_of_set m [j]) = copies h (Nat.eqb j)).
  { intros h. unfold outputs, permuted, level_values, copies. cbn [levels fold_left]. rewrite map_map. apply map_ext. intros i.
    cbn [value]. rewrite input_of_set_nth by (intros i' [<-|[]]; exact J). unfold member. cbn [existsb].
    rewrite orb_false_r. apply Nat.eqb_sym. }
  rewrite !Out in Cq. exact Cq.
Qed.

(** Networks for all permutations of m features, at any sparsity from 1 on. *)
Theorem permutations_need_weights m v b low frames N : 1 <= v -> (forall f, In f frames -> how_many f <= N) ->
  (forall p, In p (permutations m) ->
    exists f n, In f frames /\ has_frame n f /\ Forall (of_bits b low) (numbers n) /\ computes (permuted m v p) n) ->
  fact m <= length frames * 2 ^ (b * N).
Proof.
  intros V Most Some. destruct (permutations_count m) as [E D]. rewrite <- E.
  apply (networks_of_bits _ (permuted m v) frames b low N D); auto. intros p q n. apply (one_permutation_only m v n p q V).
Qed.

(* ---------------------------------------------------------------- such networks there are *)

(** A neuron an AND: numbers of two bits, from minus 1 on. *)
Lemma naive_of_two_bits m ls : (forall l, In l ls -> length l = 2) ->
  has_frame (naive m ls) (Frame (singles m) (singles (length ls)) 1 [length ls]) /\ Forall (of_bits 2 (-1)) (numbers (naive m ls)).
Proof.
  intros Two. split; [repeat split; cbn; rewrite map_length; reflexivity|].
  unfold numbers, naive. cbn [layers flat_map stored weights bias]. rewrite app_nil_r. apply Forall_forall. intros z Z.
  unfold of_bits. change (2 ^ Z.of_nat 2)%Z with 4%Z. apply in_app_or in Z as [Z|Z].
  - apply in_concat in Z as (r & R & Z). apply in_map_iff in R as (l & <- & _). unfold Codes.indicator in Z.
    apply in_map_iff in Z as (j & <- & _). destruct (Codes.member j l); lia.
  - apply in_map_iff in Z as (l & <- & I). rewrite (Two l I). lia.
Qed.
