(** Inputs that need no look of their own, because a smaller one has the same activations and the same gates. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Walk Calm.
Import ListNotations.
Open Scope Z_scope.

(** The features that a neuron receives anything of, and those of every gate. *)
Definition group (m : nat) (a : arr) : list nat := filter (fun j => negb (get a j =? 0)) (seq 0 m).
Definition groups (m : nat) (G : list arr) (gs : list gate) : list (list nat) := map (group m) G ++ map wires gs.

(** The other features of all groups of j. *)
Definition neighbours (gr : list (list nat)) (j : nat) : list nat :=
  fold_right (fun i l => if Nat.eqb i j || member i l then l else i :: l) []
    (flat_map (fun g => if member j g then g else []) gr).

(** Whether j, active alone, changes nothing: no activation, no gate. *)
Definition quiet (b : vector) (G : list arr) (gs : list gate) (j : nat) : bool :=
  forallb (fun ca => relu (get (snd ca) j + fst ca) =? relu (fst ca)) (combine b G)
  && forallb (fun g => eqb (value g (Nat.eqb j)) (value g (fun _ => false))) gs.

(** Pairs within groups: where they are no more than all pairs, it pays to look for inputs that can be left out. *)
Definition square (l : list nat) : Z := Z.of_nat (length l) * Z.of_nat (length l).
Definition scattered (m : nat) (G : list arr) (gs : list gate) : bool :=
  fold_left (fun s a => s + square (group m a)) G (fold_left (fun s g => s + square (wires g)) gs 0)
  <=? Z.of_nat m * Z.of_nat m.

(* ---------------------------------------------------------------- lemmas *)

Lemma sum_of_spec {B} (h : B -> nat -> Z) (W : list B) b act : length b = length W ->
  sum_of b (fun j => map (fun u => h u j) W) act = add (map (fun u => sumf (h u) act) W) b.
Proof.
  intros L. induction act as [|j act IH]; cbn [sum_of].
  - cbn [sumf]. revert W L. induction b as [|c b IH]; intros [|u W] L; try discriminate; auto.
    cbn [map add]. rewrite <- IH by (injection L; auto). f_equal; lia.
  - rewrite IH. clear IH. revert b L. induction W as [|u W IH]; intros [|c b] L; try discriminate; auto.
    cbn [map add sumf]. rewrite IH by (injection L; auto). f_equal. lia.
Qed.

Lemma value_ext_wires g y y' : (forall j, In j (wires g) -> y j = y' j) -> value g y = value g y'.
Proof.
  intros H. destruct g; cbn [wires value] in *.
  - induction inputs as [|j l IH]; auto. cbn [forallb]. rewrite H by (left; auto). rewrite IH by (intros; apply H; right; auto). auto.
  - induction inputs as [|j l IH]; auto. cbn [existsb]. rewrite H by (left; auto). rewrite IH by (intros; apply H; right; auto). auto.
  - rewrite !H by (cbn; auto). reflexivity.
  - rewrite !H by (cbn; auto). reflexivity.
  - apply H. left. auto.
  - do 2 f_equal. induction inputs as [|j l IH]; auto. cbn [filter]. rewrite H by (left; auto).
    rewrite IH by (intros; apply H; right; auto). auto.
Qed.

Lemma neighbours_In gr i j : In i (neighbours gr j) <-> i <> j /\ exists g, In g gr /\ In i g /\ In j g.
Proof.
  unfold neighbours. transitivity (i <> j /\ In i (flat_map (fun g => if member j g then g else []) gr)).
  - induction (flat_map _ gr) as [|k l IH]; cbn [fold_right]; [cbn; tauto|]. cbn [In].
    destruct (Nat.eqb_spec k j) as [->|D]; cbn [orb].
    + rewrite IH. split; [tauto|]. intros [N [E|I]]; [congruence|tauto].
    + destruct (member k _) eqn:M.
      * apply member_In in M. rewrite IH in *. split; [tauto|]. intros [N [<-|I]]; tauto.
      * cbn [In]. rewrite IH. split; [|tauto]. intros [<-|[N I]]; auto.
  - rewrite in_flat_map. split.
    + intros (N & g & I & H). split; auto. exists g. destruct (member j g) eqn:M; [|destruct H]. apply member_In in M. auto.
    + intros (N & g & I & H & J). split; auto. exists g. apply member_In in J. rewrite J. auto.
Qed.

Section Alike.
  Variables (m : nat) (b : vector) (G : list arr) (gs : list gate).
  Hypothesis same_length : length b = length G.
  Notation near := (neighbours (groups m G gs)).
  Notation loud := (fun j => negb (quiet b G gs j)).
  Notation col := (fun j => map (fun a => get a j) G).

  (** The same activations of the first layer, and the same gates of the first level. *)
  Definition alike (S T : list nat) : Prop :=
    map relu (sum_of b col S) = map relu (sum_of b col T) /\
    forall g, In g gs -> value g (fun j => member j S) = value g (fun j => member j T).

  Lemma alike_perm S T : Permutation S T -> alike S T.
  Proof.
    intros P. split.
    - rewrite !(sum_of_spec (fun a j => get a j)) by auto. do 2 f_equal. apply map_ext. intros a. apply sumf_perm. exact P.
    - intros g _. apply value_ext. intros j. apply member_perm. exact P.
  Qed.

  Lemma alike_trans S T U : alike S T -> alike T U -> alike S U.
  Proof. intros [H1 H2] [H3 H4]. split; [congruence|]. intros g I. rewrite H2, H4; auto. Qed.

  Lemma near_below j i : forallb (fun g => forallb (fun j => Nat.ltb j m) (wires g)) gs = true -> In i (near j) -> (i < m)%nat.
  Proof.
    rewrite forallb_forall. intros W I. apply neighbours_In in I as (_ & g & I & Hi & _). unfold groups in I.
    apply in_app_or in I as [I|I]; apply in_map_iff in I as (x & <- & I).
    - unfold group in Hi. apply filter_In in Hi as [Hi _]. apply in_seq in Hi. lia.
    - specialize (W x I). rewrite forallb_forall in W. apply Nat.ltb_lt. auto.
  Qed.

  Lemma near_both i j : In i (near j) -> In j (near i).
  Proof. rewrite !neighbours_In. intros (N & g & I & Hi & Hj). split; [congruence|]. eauto. Qed.

  (** A feature that alone changes nothing, and that nobody is near, can be left out. *)
  Lemma alone_alike j T : (forall i, In i (j :: T) -> (i < m)%nat) -> ~ In j T -> quiet b G gs j = true ->
    (forall i, In i T -> ~ In i (near j)) -> alike (j :: T) T.
  Proof.
    intros B N Q F. unfold quiet in Q. apply andb_prop in Q as [Q1 Q2]. rewrite forallb_forall in Q1, Q2. split.
    - rewrite !(sum_of_spec (fun a j => get a j)) by auto.
      assert (E : forall ca, In ca (combine b G) ->
        relu (sumf (get (snd ca)) (j :: T) + fst ca) = relu (sumf (get (snd ca)) T + fst ca)).
      { intros [c a] I. cbn [fst snd sumf]. destruct (Z.eqb_spec (get a j) 0) as [E|E]; [rewrite E; reflexivity|].
        assert (Z : sumf (get a) T = 0).
        { rewrite (sumf_ext_in _ (fun _ => 0)); [apply sumf_zero|]. intros i Hi.
          destruct (Z.eqb_spec (get a i) 0) as [|D]; auto. destruct (F i Hi). apply neighbours_In. split; [intros ->; contradiction|].
          exists (group m a). split; [apply in_or_app; left; apply in_map; apply in_combine_r in I; exact I|].
          unfold group. rewrite !filter_In, !in_seq. apply Z.eqb_neq in E, D. rewrite E, D.
          assert (i < m)%nat by (apply B; right; auto). assert (j < m)%nat by (apply B; left; auto).
          repeat split; auto; lia. }
        rewrite Z, Z.add_0_r. specialize (Q1 _ I). apply Z.eqb_eq in Q1. exact Q1. }
      clear - E same_length. revert E. generalize (j :: T). intros S E. revert G same_length E.
      induction b as [|c b' IH]; intros [|a G'] L E; try discriminate; auto. cbn [map add]. f_equal.
      + apply (E (c, a)). left. auto.
      + apply IH; [injection L; auto|]. intros ca I. apply E. right. auto.
    - intros g I. destruct (in_dec Nat.eq_dec j (wires g)) as [W|W].
      + assert (O : forall i, In i (wires g) -> i <> j -> ~ In i T).
        { intros i Hi D Ti. apply (F i Ti). apply neighbours_In. split; auto. exists (wires g).
          split; auto. apply in_or_app. right. apply in_map. exact I. }
        specialize (Q2 g I). apply eqb_prop in Q2.
        rewrite (value_ext_wires g (fun i => member i (j :: T)) (Nat.eqb j)), Q2.
        * apply value_ext_wires. intros i Hi. symmetry. apply member_false.
          destruct (Nat.eq_dec i j) as [->|D]; auto.
        * intros i Hi. cbn [member existsb]. rewrite (Nat.eqb_sym i j). destruct (Nat.eqb_spec j i) as [|D]; auto.
          cbn [orb]. apply member_false. apply O; auto.
      + apply value_ext_wires. intros i Hi. cbn [member existsb].
        destruct (Nat.eqb_spec i j) as [->|]; [contradiction|reflexivity].
  Qed.

  (** Every input is like a calm one. *)
  Theorem calm_part n : forall T, (length T <= n)%nat -> NoDup T -> (forall i, In i T -> (i < m)%nat) ->
    exists U, NoDup U /\ incl U T /\ (length U <= length T)%nat /\ calm near loud U /\ alike T U.
  Proof.
    induction n as [|n IH]; intros T L N B.
    - destruct T; [|simpl in L; lia]. exists []. repeat split; auto; [apply incl_refl|intros ? []].
    - destruct (existsb (fun j => quiet b G gs j && negb (existsb (fun i => member i T) (near j))) T) eqn:E.
      + apply existsb_exists in E as (j & J & E). apply andb_prop in E as [Q F]. apply negb_true_iff in F.
        apply in_split in J as (T1 & T2 & ->). apply NoDup_remove in N as [N D].
        assert (P : Permutation (T1 ++ j :: T2) (j :: T1 ++ T2)) by (symmetry; apply Permutation_middle).
        assert (B' : forall i, In i (j :: T1 ++ T2) -> (i < m)%nat).
        { intros i I. apply B. apply (Permutation_in i (Permutation_sym P)). exact I. }
        assert (Ln : length (T1 ++ j :: T2) = S (length (T1 ++ T2))) by apply (Permutation_length P).
        destruct (IH (T1 ++ T2)) as (U & N' & I' & L' & C & A); auto; [lia|intros i I; apply B'; right; auto|].
        exists U. split; [exact N'|split; [|split; [lia|split; [exact C|]]]].
        * intros i I. apply (Permutation_in i (Permutation_sym P)). right. auto.
        * apply (alike_trans _ (j :: T1 ++ T2)); [apply alike_perm; exact P|].
          apply (alike_trans _ (T1 ++ T2)); auto. apply alone_alike; auto.
          intros i I H. assert (X : existsb (fun i => member i (T1 ++ j :: T2)) (near j) = true); [|congruence].
          apply existsb_exists. exists i. split; auto. apply member_In. apply (Permutation_in i (Permutation_sym P)). right. auto.
      + exists T. repeat split; auto; [apply incl_refl|]. intros j J Q. apply negb_false_iff in Q.
        assert (X : existsb (fun i => member i T) (near j) = true).
        { destruct (existsb (fun i => member i T) (near j)) eqn:X; auto.
          assert (Y : existsb (fun j => quiet b G gs j && negb (existsb (fun i => member i T) (near j))) T = true)
            by (apply existsb_exists; exists j; rewrite Q, X; auto). congruence. }
        apply existsb_exists in X as (i & I & M). apply member_In in M. exists i. split; auto. split; auto.
        apply neighbours_In in I. tauto.
  Qed.
End Alike.
