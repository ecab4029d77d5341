(** Theorems about families instead of instances: the network with a neuron a gate computes all ANDs, at every size. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Received Branch.
Import ListNotations.
Open Scope Z_scope.

Definition singles (m : nat) : code := code_of (Ones m (map (fun j => [j]) (seq 0 m))).

Definition ands (m v : nat) (ls : list (list nat)) : problem := Problem m v [map And ls] false.

(** Exact inputs, a neuron a gate with a one for every input of the gate and bias 1 - q, which alone is its output. *)
Definition naive (m : nat) (ls : list (list nat)) : network :=
  Network (singles m)
    [Layer (map (indicator m) ls) (map (fun l => 1 - Z.of_nat (length l)) ls)]
    (singles (length ls)) 1.

Lemma singles_well_formed m : well_formed (Ones m (map (fun j => [j]) (seq 0 m))) = true.
Proof.
  cbn [well_formed]. apply forallb_forall. intros s I. apply in_map_iff in I as (j & <- & J). apply in_seq in J.
  cbn [increasing forallb Nat.leb andb]. rewrite andb_true_r. apply Nat.ltb_lt. lia.
Qed.

Lemma word_of_singles m j : (j < m)%nat -> nth j (words (singles m)) [] = indicator m [j].
Proof.
  intros J. unfold singles. cbn [code_of words]. rewrite map_map. rewrite seq_map_nth by auto. reflexivity.
Qed.

Lemma dot_single m j z : (j < m)%nat -> dot (indicator m [j]) z = nth j z 0.
Proof.
  intros J. rewrite dot_indicator; [cbn [sumf]; lia|repeat constructor; auto|intros e [<-|[]]; auto].
Qed.

(** How many inputs of a gate are active. *)
Lemma sum_of_gate m l y : (forall j, In j l -> (j < m)%nat) -> length y = m ->
  dot (indicator m l) (encode (singles m) y) = Z.of_nat (length (filter (fun j => member j l) (active y))).
Proof.
  intros B L. rewrite dot_encode by apply (words_of_length _ (singles_well_formed m)).
  rewrite (sumf_ext_in _ (fun j => if member j l then 1 else 0)).
  - generalize (active y). induction l0 as [|j a IH]; [reflexivity|]. cbn [sumf filter]. rewrite IH.
    destruct (member j l); cbn [length]; lia.
  - intros j J. apply active_from_range in J. rewrite word_of_singles by lia. rewrite dot_comm, dot_single by lia.
    unfold indicator. rewrite seq_map_nth by lia. reflexivity.
Qed.

Lemma all_active l y : NoDup l ->
  (1 <=? relu (1 - Z.of_nat (length l) + Z.of_nat (length (filter (fun j => member j l) (active y)))))
  = forallb (fun j => nth j y false) l.
Proof.
  intros N.
  assert (P : length (filter (fun j => member j l) (active y)) = length (filter (fun j => nth j y false) l)).
  { apply Permutation_length, NoDup_Permutation; [apply NoDup_filter, active_from_NoDup|apply NoDup_filter, N|].
    intros j. rewrite !filter_In, <- member_active, !member_In. tauto. }
  rewrite P. clear P N. unfold relu.
  assert (F : (length (filter (fun j => nth j y false) l) <= length l)%nat).
  { induction l as [|j l IH]; cbn [filter length]; auto. destruct (nth j y false); cbn [length]; lia. }
  destruct (forallb (fun j => nth j y false) l) eqn:A.
  - replace (filter (fun j => nth j y false) l) with l; [apply Z.leb_le; lia|].
    clear F. induction l as [|j l IH]; auto. cbn [forallb filter] in *. apply andb_prop in A as [A1 A2]. rewrite A1.
    f_equal. auto.
  - apply Z.leb_gt. assert (length (filter (fun j => nth j y false) l) < length l)%nat; [|lia].
    clear F. induction l as [|j l IH]; [discriminate|]. cbn [forallb filter] in *.
    assert (F : (length (filter (fun j => nth j y false) l) <= length l)%nat).
    { clear. induction l as [|j l IH]; cbn [filter length]; auto. destruct (nth j y false); cbn [length]; lia. }
    destruct (nth j y false); cbn [length andb] in *; [apply IH in A|]; lia.
Qed.

Lemma by_places {A} (l : list A) d : l = map (fun i => nth i l d) (seq 0 (length l)).
Proof.
  induction l as [|a l IH]; auto. cbn [length seq map nth]. f_equal. rewrite <- seq_shift, map_map. exact IH.
Qed.

(** For all m, v and ANDs of any numbers of distinct inputs. *)
Theorem naive_computes m v ls : (forall l, In l ls -> NoDup l /\ forall j, In j l -> (j < m)%nat) ->
  computes (ands m v ls) (naive m ls).
Proof.
  intros H. set (k := length ls). split.
  - unfold shaped, ands, naive. cbn [input_code output_code layers features levels chained wired weights bias].
    assert (C : forall r, length (words (singles r)) = r).
    { intros r. unfold singles. rewrite columns_spec. cbn [columns]. rewrite map_length, seq_length. reflexivity. }
    assert (D : forall r, all_of_length (rows (singles r)) (words (singles r)) = true)
      by (intros; apply words_of_length, singles_well_formed).
    rewrite !C, !D. change (rows (singles ?r)) with r.
    rewrite !map_length, !Nat.eqb_refl, !andb_true_r. cbn [andb]. apply andb_true_intro. split.
    + apply forallb_forall. intros w I. apply in_map_iff in I as (l & <- & _). unfold indicator.
      rewrite map_length, seq_length. apply Nat.eqb_refl.
    + apply forallb_forall. intros g I. apply in_map_iff in I as (l & <- & I). cbn [wires]. apply forallb_forall.
      intros j J. apply Nat.ltb_lt. apply (H l I). exact J.
  - intros y [L _]. cbn [features ands] in L. unfold scores, outputs, ands, naive.
    cbn [input_code output_code layers levels fold_left threshold]. fold k. unfold step. cbn [weights bias].
    set (x := encode (singles m) y). set (W := map (indicator m) ls). set (b := map _ ls).
    set (z := map relu (add (product W x) b)).
    unfold level_values. rewrite map_map. cbn [value]. unfold product at 1. unfold singles at 1. cbn [code_of words].
    rewrite !map_map, (by_places ls []) at 1. rewrite map_map. fold k. apply map_ext_in. intros i I. apply in_seq in I.
    rewrite dot_single by lia. unfold z. rewrite nth_layer by (unfold W, b; rewrite ?map_length; fold k; lia).
    assert (J : In (nth i ls []) ls) by (apply nth_In; fold k; lia). destruct (H _ J) as [N B].
    unfold W, b. rewrite (nth_map_in _ _ [] ls) by (fold k; lia). rewrite (nth_map_in _ _ [] ls) by (fold k; lia).
    unfold x. rewrite sum_of_gate by auto. apply all_active. exact N.
Qed.
