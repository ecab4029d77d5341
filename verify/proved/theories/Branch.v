(** The checker for one ReLU layer: every output by the tree of its cases; channels by the words of the reading code. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Received Channels Worst Lanes Pools Trees Exact63.
Import ListNotations.
Open Scope Z_scope.

(** A network whose codes are in short form. *)
Record short_network := ShortNetwork {
  short_input : short_code; short_layers : list layer; short_output : short_code; short_threshold : Z }.

Definition network_of_short (n : short_network) : network :=
  Network (code_of (short_input n)) (short_layers n) (code_of (short_output n)) (short_threshold n).

(* ---------------------------------------------------------------- what an output reads *)

(** A word as pairs of a weight and a neuron. *)
Fixpoint nonzero (e : nat) (w : vector) : list (Z * nat) :=
  match w with [] => [] | a :: w' => if a =? 0 then nonzero (S e) w' else (a, e) :: nonzero (S e) w' end.

Definition readings (c : short_code) : list (list (Z * nat)) :=
  match c with
  | Ones _ supports => map (map (fun e => (1, e))) supports
  | _ => map (nonzero 0) (words (code_of c))
  end.

Definition read (ts : list (Z * nat)) (z : vector) : Z := sumf (fun t => fst t * nth (snd t) z 0) ts.

Lemma nonzero_spec w : forall e z, length w = length z -> read (nonzero e w) (repeat 0 e ++ z) = dot w z.
Proof.
  induction w as [|a w IH]; intros e z L; auto. destruct z as [|b z]; [discriminate|]. cbn [nonzero dot].
  assert (E : read (nonzero (S e) w) (repeat 0 e ++ b :: z) = dot w z).
  { rewrite <- (IH (S e) z) by (injection L; auto). unfold read. apply sumf_ext_in. intros [c i] I. cbn [fst snd]. f_equal.
    assert (G : forall w k, In (c, i) (nonzero k w) -> (k <= i)%nat).
    { clear. induction w as [|a w IH]; intros k I; [inversion I|]. cbn [nonzero] in I.
      destruct (a =? 0); [apply IH in I; lia|]. destruct I as [E|I]; [injection E; lia|apply IH in I; lia]. }
    apply G in I. rewrite !app_nth2 by (rewrite repeat_length; lia). rewrite !repeat_length.
    replace (i - e)%nat with (S (i - S e)) by lia. reflexivity. }
  destruct (Z.eqb_spec a 0) as [->|N]; [rewrite E; lia|]. unfold read in *. cbn [sumf fst snd].
  rewrite app_nth2 by (rewrite repeat_length; lia). rewrite repeat_length, Nat.sub_diag. cbn [nth]. lia.
Qed.

(** Every word reads what its pairs say. *)
Lemma readings_spec c z : well_formed c = true -> length z = height c ->
  map (fun w => dot w z) (words (code_of c)) = map (fun ts => read ts z) (readings c).
Proof.
  intros H L. destruct c as [n supports|k ns m|n ws].
  - cbn [code_of words readings]. rewrite !map_map. apply map_ext_in. intros s I. cbn [well_formed] in H.
    rewrite forallb_forall in H. apply H in I. apply andb_prop in I as [I1 I2]. apply increasing_NoDup in I1 as [I1 _].
    rewrite forallb_forall in I2. rewrite dot_indicator; auto; [|intros e E; apply Nat.ltb_lt; auto].
    unfold read. rewrite sumf_map. apply sumf_ext. intros e. cbn [fst snd]. lia.
  - cbn [readings]. rewrite map_map. apply words_of_length in H. unfold all_of_length in H. rewrite forallb_forall in H.
    apply map_ext_in. intros w I. symmetry. apply (nonzero_spec w 0 z). apply H in I. apply Nat.eqb_eq in I.
    rewrite I. symmetry. exact L.
  - cbn [readings]. rewrite map_map. apply words_of_length in H. unfold all_of_length in H. rewrite forallb_forall in H.
    apply map_ext_in. intros w I. symmetry. apply (nonzero_spec w 0 z). apply H in I. apply Nat.eqb_eq in I.
    rewrite I. symmetry. exact L.
Qed.

(* ---------------------------------------------------------------- the checker *)

(** Rows of G, packed, and the bounds of their pools. *)
Definition row_of (m : nat) (a : arr) : packed * arr := (pack a, bounds_of m a).

Definition neuron_at (rows : table (Z * (packed * arr))) (t : Z * nat) : neuron :=
  let br := look (0, row_of 0 (of_list [])) rows (snd t) in Neuron (fst t) (fst br) (fst (snd br)) (snd (snd br)).

Definition readable (n : nat) (ts : list (Z * nat)) : bool := forallb (fun t => (1 <=? fst t) && Nat.ltb (snd t) n) ts.

Fixpoint check_outputs (m v n : nat) (gmax : Z) (theta : bool -> option Z) (rows : table (Z * (packed * arr)))
    (reads : list (list (Z * nat))) (gs : list gate) (trees : list tree) : bool :=
  match reads, gs, trees with
  | [], [], [] => true
  | ts :: reads', g :: gs', t :: trees' =>
      readable n ts && tree63 m gmax theta g t (map (neuron_at rows) ts) v [] []
      && check_outputs m v n gmax theta rows reads' gs' trees'
  | _, _, _ => false
  end.

Definition both (f g : unit -> bool) : bool := let ab := beside f g in fst ab && snd ab.

Definition many : nat := 512.

Definition check_all_outputs (m v n : nat) (gmax : Z) (theta : bool -> option Z) (rows : table (Z * (packed * arr)))
    (reads : list (list (Z * nat))) (gs : list gate) (trees : list tree) : bool :=
  let part := check_outputs m v n gmax theta rows in
  let h := (length gs / 2)%nat in
  if Nat.leb many (length gs)
  then both (fun _ => part (firstn h reads) (firstn h gs) (firstn h trees))
         (fun _ => part (skipn h reads) (skipn h gs) (skipn h trees))
  else part reads gs trees.

(** Every output that is [truth] keeps [theta truth], by its tree. *)
Definition check_branch (theta : bool -> option Z) (p : problem) (n : short_network) (trees : list tree) : bool :=
  well_formed (short_input n) && well_formed (short_output n) && negb (every_level p) &&
  match short_layers n, levels p with
  | [l], [gs] =>
      let m := features p in
      let k := length (bias l) in
      Nat.eqb (columns (short_input n)) m && all_of_length (height (short_input n)) (weights l)
      && Nat.eqb (length (weights l)) k && Nat.eqb (height (short_output n)) k
      && Nat.eqb (columns (short_output n)) (length gs)
      && forallb (fun g => forallb (fun j => Nat.ltb j m) (wires g)) gs &&
      let indices := seq 0 m in
      let G := of_products (fun a => (largest indices a, row_of m a)) (short_input n) (weights l) in
      let gmax := fold_left (fun x r => Z.max x (fst r)) G 0 in
      check_all_outputs m (sparsity p) k gmax theta (table_of (combine (bias l) (map snd G))) (readings (short_output n)) gs trees
  | _, _ => false
  end.

(* ---------------------------------------------------------------- its correctness *)

Lemma nth_layer W x b e : length b = length W -> (e < length b)%nat ->
  nth e (map relu (add (product W x) b)) 0 = relu (nth e b 0 + dot (nth e W []) x).
Proof.
  revert W e; induction b as [|c b IH]; intros W e L E; [simpl in E; lia|].
  destruct W as [|u W]; [discriminate|]. cbn [product map add]. destruct e; cbn [nth].
  - f_equal. lia.
  - apply IH; simpl in *; lia.
Qed.

Lemma length_step W x b : length b = length W -> length (map relu (add (product W x) b)) = length b.
Proof.
  intros L. rewrite map_length, length_add; auto. unfold product. rewrite map_length. auto.
Qed.

Lemma largest_row {A} (G : list (Z * A)) : 0 <= fold_left (fun x r => Z.max x (fst r)) G 0 /\
  forall r, In r G -> fst r <= fold_left (fun x r => Z.max x (fst r)) G 0.
Proof.
  enough (H : forall x, x <= fold_left (fun x r => Z.max x (fst r)) G x /\
    forall r, In r G -> fst r <= fold_left (fun x r => Z.max x (fst r)) G x) by apply H.
  induction G as [|b G IH]; intros x; cbn [fold_left]; [split; [lia|intros r []]|].
  destruct (IH (Z.max x (fst b))) as [H1 H2]. split; [lia|]. intros r [->|I]; auto. lia.
Qed.

(** Limits that all outputs keep. *)
Definition keeps (p : problem) (n : network) (theta : bool -> option Z) : Prop :=
  shaped p n = true /\ forall y, admissible p y -> Forall2 (kept theta) (outputs p y) (scores n y).

(** Both parts imply the whole. *)
Lemma check_outputs_parts m v n gmax theta rows h : forall reads gs trees,
  check_outputs m v n gmax theta rows (firstn h reads) (firstn h gs) (firstn h trees) = true ->
  check_outputs m v n gmax theta rows (skipn h reads) (skipn h gs) (skipn h trees) = true ->
  check_outputs m v n gmax theta rows reads gs trees = true.
Proof.
  induction h; intros [|ts reads] [|g gs] [|t trees]; cbn [firstn skipn check_outputs]; auto; try discriminate.
  intros H1 H2. apply andb_prop in H1 as [H1 H3]. rewrite H1. apply IHh; auto.
Qed.

Lemma check_all_outputs_spec m v n gmax theta rows reads gs trees :
  check_all_outputs m v n gmax theta rows reads gs trees = true -> check_outputs m v n gmax theta rows reads gs trees = true.
Proof.
  unfold check_all_outputs, both, beside. cbn [fst snd]. destruct (Nat.leb many (length gs)); auto. intros H. apply andb_prop in H as [H1 H2].
  exact (check_outputs_parts _ _ _ _ _ _ _ _ _ _ H1 H2).
Qed.

Theorem check_branch_sound theta p n trees : check_branch theta p n trees = true -> keeps p (network_of_short n) theta.
Proof.
  unfold check_branch, keeps. intros H. apply andb_prop in H as [H M]. apply andb_prop in H as [H Ev].
  apply andb_prop in H as [Wi Wo]. apply negb_true_iff in Ev.
  destruct (short_layers n) as [|l [|]] eqn:El; try discriminate. destruct (levels p) as [|gs [|]] eqn:Eg; try discriminate.
  apply andb_prop in M as [M HO]. apply check_all_outputs_spec in HO. apply andb_prop in M as [M Wires]. apply andb_prop in M as [M Lg].
  apply andb_prop in M as [M Lo]. apply andb_prop in M as [M Lb]. apply andb_prop in M as [Lc Lw].
  apply Nat.eqb_eq in Lc, Lb, Lo, Lg.
  set (m := features p) in *. set (c := short_input n) in *. set (o := short_output n) in *.
  set (indices := seq 0 m) in *.
  rewrite of_products_spec in HO by exact Wi.
  set (G := map (fun u => (largest indices (products c u), row_of m (products c u))) (weights l)) in *.
  set (gmax := fold_left (fun x r => Z.max x (fst r)) G 0) in *.
  assert (Awi := words_of_length _ Wi). assert (Awo := words_of_length _ Wo).
  split.
  - unfold shaped, network_of_short. cbn [input_code output_code layers]. fold c o m. rewrite El, Eg, Awi, Awo.
    rewrite !columns_spec, !height_spec, Lc, Lo. cbn [chained wired]. rewrite Lw, Lb, Lg, Wires, !Nat.eqb_refl. reflexivity.
  - intros y [Ly Vy]. rewrite Ev in Vy. destruct Vy as [Vy _].
    unfold scores, outputs, network_of_short. cbn [input_code output_code layers]. fold c o. rewrite El, Eg.
    cbn [fold_left]. unfold step. set (x := encode (code_of c) y).
    set (z := map relu (add (product (weights l) x) (bias l))).
    assert (Lz : length z = length (bias l)) by (apply length_step; auto).
    unfold product at 1. rewrite readings_spec by (auto; rewrite Lz; auto).
    set (rows := table_of (combine (bias l) (map snd G))) in *. destruct (largest_row G) as [Gm0 Gm].
    assert (Row : forall e, (e < length (bias l))%nat -> exists a,
      look (0, row_of 0 (of_list [])) rows e = (nth e (bias l) 0, row_of m a) /\
      gsum (pack a) (active y) = dot (nth e (weights l) []) x /\ (forall j, Z.abs (get a j) <= gmax)).
    { intros e E. set (u := nth e (weights l) []). exists (products c u).
      assert (E' : (e < length (weights l))%nat) by lia.
      assert (GE := nth_map_in (fun u => (largest indices (products c u), row_of m (products c u))) (0, row_of 0 (of_list [])) []
        (weights l) e E'). fold G in GE. cbv beta in GE. fold u in GE.
      assert (Lu : length u = height c).
      { unfold all_of_length in Lw. rewrite forallb_forall in Lw. apply Nat.eqb_eq, Lw, nth_In; auto. }
      split; [|split].
      - unfold look, rows, table_of. rewrite combine_nth by (unfold G; rewrite !map_length; auto).
        change (row_of 0 (of_list [])) with (snd (0, row_of 0 (of_list []))). rewrite map_nth, GE. reflexivity.
      - unfold x, gsum, pack. rewrite dot_encode by auto. apply sumf_ext_in. intros j J. apply active_from_range in J.
        apply products_spec; auto. lia.
      - intros j. assert (B : largest indices (products c u) <= gmax).
        { assert (I : In (largest indices (products c u), row_of m (products c u)) G).
          { rewrite <- GE. apply nth_In. unfold G. rewrite map_length. exact E'. }
          exact (Gm _ I). }
        destruct (Nat.lt_ge_cases j m) as [K|K].
        + assert (B' := largest_spec indices (products c u) j ltac:(apply in_seq; lia)). lia.
        + unfold get. rewrite nth_overflow; [exact Gm0|]. rewrite products_length by auto. lia. }
    clear Lg Wires. unfold level_values. revert HO. generalize (readings o) as reads. intros reads. revert gs trees Eg.
    assert (Go : forall gs trees, check_outputs m (sparsity p) (length (bias l)) gmax theta rows reads gs trees = true ->
      Forall2 (kept theta) (map (fun g => value g (fun j => nth j y false)) gs) (map (fun ts => read ts z) reads));
      [|intros gs trees _; apply Go].
    induction reads as [|ts reads IH]; intros gs trees HO; destruct gs as [|g gs]; destruct trees as [|t trees];
      cbn [check_outputs] in HO; try discriminate; [apply Forall2_nil|].
    apply andb_prop in HO as [HO Hr]. apply andb_prop in HO as [Rd Ht]. cbn [map]. constructor; [|exact (IH gs trees Hr)].
    unfold readable in Rd. rewrite forallb_forall in Rd.
    assert (R1 : forall t, In t ts -> 1 <= fst t /\ (snd t < length (bias l))%nat).
    { intros t' I. apply Rd in I. apply andb_prop in I as [I1 I2]. apply Z.leb_le in I1. apply Nat.ltb_lt in I2. auto. }
    assert (Sc : read ts z = score (map (neuron_at rows) ts) (active y)).
    { unfold read, score. rewrite sumf_map. apply sumf_ext_in. intros t' I. destruct (R1 t' I) as [_ E].
      unfold z. rewrite nth_layer by auto. destruct (Row _ E) as (a & E1 & E2 & _). unfold neuron_at. rewrite E1.
      cbn [w Channels.p row row_of fst snd]. rewrite E2. reflexivity. }
    rewrite Sc.
    assert (Each : forall x, In x (map (neuron_at rows) ts) -> exists t' a, In t' ts /\
      x = Neuron (fst t') (nth (snd t') (bias l) 0) (pack a) (bounds_of m a) /\ (forall j, Z.abs (get a j) <= gmax)).
    { intros x' I. apply in_map_iff in I as (t' & <- & I). destruct (R1 t' I) as [_ E].
      destruct (Row _ E) as (a & E1 & _ & E2). exists t', a. unfold neuron_at. rewrite E1. auto. }
    assert (Bo : bounded gmax (map (neuron_at rows) ts)).
    { intros x' j I. apply Each in I as (t' & a & _ & -> & B). apply B. }
    assert (Po : pooled (fun r => get (tops_of m r)) m gmax (map (neuron_at rows) ts)).
    { intros x' I. apply Each in I as (t' & a & _ & E & B). apply (row_pooled m a gmax x'); [exact Gm0|exact B|rewrite E; reflexivity..|].
      left. reflexivity. }
    assert (Nn : nonneg (map (neuron_at rows) ts)).
    { intros x' I. apply Each in I as (t' & a & I & -> & _). cbn [w]. apply R1 in I. lia. }
    apply (tree63_exact (fun r => get (tops_of m r))) in Ht; auto.
    assert (EV : value g (fun j => nth j y false) = value g (fun j => member j ([] ++ active y)))
      by (apply value_ext; intros j; symmetry; apply member_active).
    rewrite EV. apply (check_tree_sound _ _ _ _ _ _ _ _ (active y) Nn Ht).
    + intros i [].
    + apply active_from_NoDup.
    + intros i Hi. apply active_from_range in Hi. split; [lia|reflexivity].
    + unfold active. rewrite active_from_length. exact Vy.
Qed.
