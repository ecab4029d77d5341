(** Lemmas on lists: sums over them, members, and inputs as lists of active features. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes.
Import ListNotations.
Open Scope Z_scope.

Fixpoint sumf {A} (f : A -> Z) (l : list A) : Z :=
  match l with [] => 0 | a :: l' => f a + sumf f l' end.

Lemma sumf_perm {A} (f : A -> Z) l l' : Permutation l l' -> sumf f l = sumf f l'.
Proof. induction 1; simpl; lia. Qed.

Lemma sumf_app {A} (f : A -> Z) l l' : sumf f (l ++ l') = sumf f l + sumf f l'.
Proof. induction l; simpl; lia. Qed.

Lemma sumf_plus {A} (f g : A -> Z) l : sumf (fun a => f a + g a) l = sumf f l + sumf g l.
Proof. induction l; simpl; lia. Qed.

Lemma sumf_zero {A} (l : list A) : sumf (fun _ => 0) l = 0.
Proof. induction l; simpl; lia. Qed.

Lemma sumf_scale {A} k (f : A -> Z) l : sumf (fun a => k * f a) l = k * sumf f l.
Proof. induction l; simpl; lia. Qed.

Lemma sumf_ext {A} (f g : A -> Z) l : (forall a, f a = g a) -> sumf f l = sumf g l.
Proof. intros H; induction l; simpl; auto. rewrite H, IHl; auto. Qed.

Lemma member_In j l : member j l = true <-> In j l.
Proof.
  unfold member. rewrite existsb_exists. split.
  - intros (x & H & E). apply Nat.eqb_eq in E. subst; auto.
  - intros H. exists j. split; auto. apply Nat.eqb_refl.
Qed.

Lemma member_false j l : member j l = false <-> ~ In j l.
Proof. rewrite <- member_In. destruct (member j l); split; congruence. Qed.

Lemma member_perm j l l' : Permutation l l' -> member j l = member j l'.
Proof.
  intros H. destruct (member j l') eqn:E.
  - apply member_In in E. apply member_In. eapply Permutation_in; [symmetry|]; eauto.
  - apply member_false in E. apply member_false. intro F. apply E. eapply Permutation_in; eauto.
Qed.

Lemma value_ext g y y' : (forall j, y j = y' j) -> value g y = value g y'.
Proof.
  intros H. destruct g; simpl; rewrite ?H; auto; try (rewrite (filter_ext y y') by exact H; reflexivity);
    induction inputs; simpl; rewrite ?H, ?IHinputs; auto.
Qed.

(** The active features of an input. *)
Fixpoint active_from (k : nat) (y : list bool) : list nat :=
  match y with
  | [] => []
  | true :: y' => k :: active_from (S k) y'
  | false :: y' => active_from (S k) y'
  end.
Definition active := active_from 0.

Lemma active_from_range k y j : In j (active_from k y) -> (k <= j < k + length y)%nat.
Proof.
  revert k; induction y as [|[] y IH]; intros k; simpl; try tauto.
  - intros [->|H]; [lia|]. apply IH in H. lia.
  - intros H. apply IH in H. lia.
Qed.

Lemma active_from_NoDup k y : NoDup (active_from k y).
Proof.
  revert k; induction y as [|[] y IH]; intros k; simpl; auto using NoDup.
  constructor; auto. intros H. apply active_from_range in H. lia.
Qed.

Lemma active_from_length k y : length (active_from k y) = count_occ bool_dec y true.
Proof. revert k; induction y as [|[] y IH]; intros k; simpl; auto. Qed.

Lemma active_from_In k y j : In (k + j)%nat (active_from k y) <-> nth j y false = true.
Proof.
  revert k j; induction y as [|b y IH]; intros k j.
  - simpl. destruct j; split; intros H; try tauto; discriminate.
  - destruct j.
    + simpl. replace (k + 0)%nat with k by lia. destruct b; simpl; split; intros H; auto.
      * apply active_from_range in H. lia.
      * discriminate.
    + simpl. specialize (IH (S k) j). replace (k + S j)%nat with (S k + j)%nat by lia.
      destruct b; simpl; rewrite <- IH; split; auto. intros [H|H]; auto. lia.
Qed.

Lemma member_active y j : member j (active y) = nth j y false.
Proof.
  pose proof (active_from_In 0 y j) as H. simpl in H. fold (active y) in H.
  destruct (nth j y false) eqn:E.
  - apply member_In. tauto.
  - apply member_false. intros F. apply H in F. discriminate.
Qed.

(** The input with these active features. *)
Definition input_of (m : nat) (act : list nat) : list bool := map (fun j => member j act) (seq 0 m).

Lemma length_input_of m act : length (input_of m act) = m.
Proof. unfold input_of. rewrite map_length, seq_length. reflexivity. Qed.

Lemma active_input_of m act : NoDup act -> (forall j, In j act -> (j < m)%nat) -> Permutation act (active (input_of m act)).
Proof.
  intros N B. apply NoDup_Permutation; [exact N|apply active_from_NoDup|]. intros j.
  rewrite <- (member_In j (active _)), member_active. unfold input_of. destruct (Nat.lt_ge_cases j m) as [L|L].
  - rewrite (nth_indep _ false (member O act)) by (rewrite map_length, seq_length; exact L).
    rewrite (map_nth (fun j => member j act) (seq 0 m) O), seq_nth by exact L. symmetry. apply member_In.
  - rewrite nth_overflow by (rewrite map_length, seq_length; exact L). split; [|discriminate].
    intros I. apply B in I. lia.
Qed.

Lemma sumf_ext_in {A} (f g : A -> Z) l : (forall a, In a l -> f a = g a) -> sumf f l = sumf g l.
Proof.
  induction l; intros H; cbn [sumf]; auto. rewrite (H a), IHl by (try (left; reflexivity); intros; apply H; right; auto). auto.
Qed.

Lemma sumf_map {A B} (f : B -> Z) (h : A -> B) l : sumf f (map h l) = sumf (fun a => f (h a)) l.
Proof. induction l; cbn [map sumf]; congruence. Qed.

Lemma sumf_flat_map {X Y} (f : Y -> Z) (g : X -> list Y) l : sumf f (flat_map g l) = sumf (fun a => sumf f (g a)) l.
Proof. induction l as [|a l IH]; cbn [flat_map sumf]; auto. rewrite sumf_app, IH. reflexivity. Qed.

Lemma sumf_const {X} (c : Z) (l : list X) : sumf (fun _ => c) l = Z.of_nat (length l) * c.
Proof. induction l as [|a l IH]; [reflexivity|]. cbn [sumf length]. rewrite IH. lia. Qed.

Lemma sumf_le {X} (f g : X -> Z) l : (forall a, In a l -> f a <= g a) -> sumf f l <= sumf g l.
Proof.
  induction l as [|a l IH]; intros H; cbn [sumf]; [lia|]. assert (H1 := H a (or_introl eq_refl)).
  specialize (IH (fun b B => H b (or_intror B))). lia.
Qed.

Lemma sumf_exchange {A B} (f : A -> B -> Z) la lb :
  sumf (fun a => sumf (f a) lb) la = sumf (fun b => sumf (fun a => f a b) la) lb.
Proof.
  induction la; cbn [sumf]; [symmetry; apply sumf_zero|]. rewrite IHla, <- sumf_plus. auto.
Qed.

Lemma sumf_filter {A} (f : A -> Z) (h : A -> bool) l : sumf (fun a => if h a then f a else 0) l = sumf f (filter h l).
Proof. induction l; cbn [sumf filter]; auto. destruct (h a); cbn [sumf]; lia. Qed.

Lemma seq_map_nth {A} (f : nat -> A) d m j : (j < m)%nat -> nth j (map f (seq 0 m)) d = f j.
Proof.
  intros H. rewrite (nth_indep _ d (f 0%nat)) by (rewrite map_length, seq_length; auto).
  rewrite (map_nth f (seq 0 m) 0%nat j), seq_nth; auto.
Qed.

Lemma nth_map_in {A B} (f : A -> B) d d' l e : (e < length l)%nat -> nth e (map f l) d = f (nth e l d').
Proof. intros H. rewrite (nth_indep _ d (f d')) by (rewrite map_length; auto). apply map_nth. Qed.

Lemma dot_nth u v : forall k, dot u v = sumf (fun q => nth (q - k) u 0 * nth (q - k) v 0) (seq k (length u)).
Proof.
  revert v; induction u as [|a u IH]; intros v k; auto. destruct v as [|b v].
  - cbn [dot]. rewrite (sumf_ext _ (fun _ => 0)); [symmetry; apply sumf_zero|]. intros q. destruct (q - k)%nat; simpl; lia.
  - cbn [dot length seq sumf]. rewrite Nat.sub_diag. cbn [nth]. rewrite (IH v (S k)). f_equal. apply sumf_ext_in.
    intros q H. apply in_seq in H. replace (q - k)%nat with (S (q - S k)) by lia. reflexivity.
Qed.

Lemma firstn_nth {A} b (l : list A) i d : (i < b)%nat -> nth i (firstn b l) d = nth i l d.
Proof. revert b i; induction l; intros [|b] [|i] H; simpl; auto; try lia. apply IHl. lia. Qed.

Lemma dot_add u : forall w x, length w = length x -> dot u (add w x) = dot u w + dot u x.
Proof.
  induction u as [|a u IH]; intros w x L; auto. destruct w as [|b w], x as [|c x]; try discriminate; auto.
  cbn [add dot]. rewrite IH by (injection L; auto). lia.
Qed.

Lemma dot_zeros u n : dot u (repeat 0 n) = 0.
Proof. revert n; induction u as [|a u IH]; intros [|n]; cbn [repeat dot]; auto. rewrite IH. lia. Qed.

Lemma length_add w x : length w = length x -> length (add w x) = length x.
Proof. revert x; induction w as [|a w IH]; intros [|b x] L; try discriminate; auto. cbn [add length]. rewrite IH; auto. Qed.

Lemma length_sum n ws : (forall w, In w ws -> length w = n) -> forall y, length (sum_of_active n ws y) = n.
Proof.
  induction ws as [|w ws IH]; intros H y; [destruct y; apply repeat_length|].
  assert (IH' := IH (fun w I => H w (or_intror I))).
  destruct y as [|[] y]; cbn [sum_of_active]; auto; [apply repeat_length|].
  rewrite length_add; rewrite IH'; auto. apply H. left; auto.
Qed.

(** A row of weights times the code of an input is the sum of its products with the words of the active features. *)
Lemma dot_sum_of_active u n ws : (forall w, In w ws -> length w = n) ->
  forall y k, dot u (sum_of_active n ws y) = sumf (fun j => dot u (nth (j - k) ws [])) (active_from k y).
Proof.
  induction ws as [|w ws IH]; intros H y k.
  - transitivity 0; [destruct y; apply dot_zeros|].
    rewrite (sumf_ext _ (fun _ => 0)); [symmetry; apply sumf_zero|].
    intros j. destruct (j - k)%nat; cbn [nth]; destruct u; auto.
  - assert (H' : forall w, In w ws -> length w = n) by (intros; apply H; right; auto).
    assert (S : forall y, sumf (fun j => dot u (nth (j - k) (w :: ws) [])) (active_from (S k) y)
                = sumf (fun j => dot u (nth (j - S k) ws [])) (active_from (S k) y)).
    { intros z. apply sumf_ext_in. intros j J. apply active_from_range in J.
      replace (j - k)%nat with (S (j - S k)) by lia. reflexivity. }
    destruct y as [|[] y]; cbn [sum_of_active active_from sumf]; [apply dot_zeros|..].
    + rewrite dot_add by (rewrite length_sum; auto; apply H; left; auto). rewrite S, <- IH by auto.
      rewrite Nat.sub_diag. reflexivity.
    + rewrite S, <- IH by auto. reflexivity.
Qed.

Lemma dot_encode u c y : all_of_length (rows c) (words c) = true ->
  dot u (encode c y) = sumf (fun j => dot u (nth j (words c) [])) (active y).
Proof.
  intros H. unfold encode, active. rewrite (dot_sum_of_active u (rows c) (words c)) with (k := O).
  - apply sumf_ext. intros j. rewrite Nat.sub_0_r. reflexivity.
  - intros w I. unfold all_of_length in H. rewrite forallb_forall in H. apply Nat.eqb_eq. auto.
Qed.
